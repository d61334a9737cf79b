import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';

/** A file that goes into an archive as it is. */
export interface ZipMember {
  readonly name: string;
  /** Where its bytes are. */
  readonly path: string;
}

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

const SIGNATURE = { local: 0x04034b50, descriptor: 0x08074b50, central: 0x02014b50, end: 0x06054b50 } as const;
const VERSION = 20;
/** Sizes and sum follow the bytes; names are UTF-8. */
const FLAGS = 0x0808;
/** 1 January 1980, the first day that the format knows. */
const FIRST_DAY = 0x21;

/** A ZIP archive of files that are stored without compression, one chunk in memory at a time. For less than 4 GiB in all. */
export async function* zip(members: readonly ZipMember[]): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const head = fields(
      [4, SIGNATURE.local],
      [2, VERSION],
      [2, FLAGS],
      [2, 0],
      [2, 0],
      [2, FIRST_DAY],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    );
    yield Buffer.concat([head, name]);
    let [crc, size] = [0, 0];
    for await (const chunk of createReadStream(member.path)) {
      const bytes = chunk as Buffer;
      crc = crc32(bytes, crc);
      size += bytes.length;
      yield bytes;
    }
    const tail = fields([4, SIGNATURE.descriptor], [4, crc], [4, size], [4, size]);
    yield tail;
    written.push({ name, crc, size, offset });
    offset += head.length + name.length + size + tail.length;
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  const count = written.length;
  const end = fields([4, SIGNATURE.end], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset], [2, 0]);
  yield Buffer.concat([directory, end]);
}

function directoryEntry({ name, crc, size, offset }: Written): Buffer {
  const versions = [
    [2, VERSION],
    [2, VERSION],
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, FIRST_DAY],
  ] as const;
  const sizes = [
    [4, crc],
    [4, size],
    [4, size],
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  ] as const;
  return Buffer.concat([fields([4, SIGNATURE.central], ...versions, ...sizes), name]);
}

/** Unsigned numbers of 2 or 4 bytes, the lowest byte first. */
function fields(...numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(numbers.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of numbers) at = bytes === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at);
  return buffer;
}
