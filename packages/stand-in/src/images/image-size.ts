import { closeSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Bytes `start` to `start + length` of a file; fewer at its end. */
type Read = (start: number, length: number) => Buffer;

/** How each kind of picture says its size, by the extensions of which Zenodo reads it. */
const READERS: Readonly<Record<string, (read: Read) => ImageSize | undefined>> = {
  '.png': pngSize,
  '.jpg': jpegSize,
  '.jpeg': jpegSize,
  '.tif': tiffSize,
  '.tiff': tiffSize,
  '.jp2': jp2Size,
};

/** The size of a picture, from the start of the file at `path`; undefined when it is none, whatever its key says. */
export function imageSize(path: string, key: string): ImageSize | undefined {
  const reader = READERS[extname(key).toLowerCase()];
  if (!reader) return undefined;
  const file = openSync(path, 'r');
  try {
    const size = reader((start, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, start));
    });
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } finally {
    closeSync(file);
  }
}

function pngSize(read: Read): ImageSize | undefined {
  const head = read(0, 24);
  if (head.length < 24 || head.toString('latin1', 1, 4) !== 'PNG') return undefined;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

const MOST_SEGMENTS = 500;

/** Goes from segment to segment up to the frame header, which may stand behind long profiles. */
function jpegSize(read: Read): ImageSize | undefined {
  if (read(0, 2).toString('hex') !== 'ffd8') return undefined;
  let at = 2;
  for (let segments = 0; segments < MOST_SEGMENTS; segments++) {
    const head = read(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return undefined;
    const marker = head[1]!;
    // C4, C8 and CC are no frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return undefined;
}

/** Looks for width (tag 256) and height (tag 257) in the first directory. */
function tiffSize(read: Read): ImageSize | undefined {
  const head = read(0, 8);
  const isLittle = head.toString('latin1', 0, 4) === 'II*\0';
  if (head.length < 8 || (!isLittle && head.toString('latin1', 0, 4) !== 'MM\0*')) return undefined;
  const short = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = long(head, 4);
  const count = read(directory, 2);
  if (count.length < 2) return undefined;
  const entries = read(directory + 2, 12 * short(count, 0));
  const found = new Map<number, number>();
  for (let at = 0; at + 12 <= entries.length; at += 12) {
    const isShort = short(entries, at + 2) === 3;
    found.set(short(entries, at), isShort ? short(entries, at + 8) : long(entries, at + 8));
  }
  return { width: found.get(256) ?? 0, height: found.get(257) ?? 0 };
}

/** The image header box stands near the start, inside of the header box. */
function jp2Size(read: Read): ImageSize | undefined {
  const head = read(0, 512);
  if (head.toString('latin1', 4, 8) !== 'jP  ') return undefined;
  const at = head.indexOf('ihdr', 0, 'latin1');
  if (at < 0 || at + 12 > head.length) return undefined;
  return { height: head.readUInt32BE(at + 4), width: head.readUInt32BE(at + 8) };
}
