import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive; what it says of itself need not be true. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes?: string | Buffer;
  readonly deflated?: boolean;
  /** Where it says that its bytes begin. */
  readonly offset?: number;
  /** The size that it says it has. */
  readonly size?: number;
  readonly flags?: number;
  readonly attributes?: number;
  readonly extra?: Buffer;
}

/** An archive byte by byte, as no packer would write it. @param count - how many entries its end says that there are */
export function zipOf(entries: readonly ZipEntry[], count = entries.length): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, bytes = '', deflated = false, flags = 0, attributes = 0, extra = Buffer.alloc(0) } = entry;
    const plain = Buffer.from(bytes);
    const packed = deflated ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.size ?? plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    common.writeUInt16LE(extra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(attributes, 6);
    rest.writeUInt32LE(entry.offset ?? at, 10);
    central.push(Buffer.from('PK\x01\x02\x1e\x03', 'latin1'), common, rest, Buffer.from(name), extra);
    if (entry.offset !== undefined) continue;
    const whole = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), extra, packed]);
    local.push(whole);
    at += whole.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

/** The extra field that gives a size of eight bytes. */
export function zip64(size: bigint): Buffer {
  const field = Buffer.alloc(12);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8, 2);
  field.writeBigUInt64LE(size, 4);
  return field;
}
