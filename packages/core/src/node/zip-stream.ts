import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { OpenedFile } from '../types/file-source.ts';

/** A file inside an archive. */
export interface ZipEntry {
  /** Parts divided by `/`. */
  readonly name: string;
  /** Bytes; 0 is fine inside an archive. */
  readonly size: number;
  open(): OpenedFile | Promise<OpenedFile>;
}

export interface ZipShape {
  readonly entries: readonly ZipEntry[];
  /** The name of the list of SHA-256 sums, which comes last; undefined for none. */
  readonly manifest: string | undefined;
  readonly compress: boolean;
}

/** A day that the format knows, and one mode. It writes local time: what is read as such is the same bytes in every time zone. */
const fixed = () => ({ mtime: new Date(1980, 0, 2, 12), mode: 0o100644, forceDosTimestamp: true });

/** Bytes of the archive, computed from the sizes of what goes in; undefined when it is compressed. */
export async function zipSize(shape: ZipShape): Promise<number | undefined> {
  if (shape.compress) return undefined;
  const { zip, size } = await filled(shape, () => {});
  zip.outputStream.resume();
  return size;
}

/** The archive as a stream: one entry after another, in the order given, each hashed on its way into it. */
export async function zipStream(shape: ZipShape): Promise<Readable> {
  const sums: string[] = [];
  let current: Readable | undefined;
  const { zip } = await filled(shape, (entry, give) => {
    current = Readable.from(entry ? hashedEntry(entry, sums) : [Buffer.from(sums.join(''))], { objectMode: false });
    current.once('error', (error) => output.destroy(error));
    give(null, current);
  });
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => current?.destroy());
  return output;
}

type Give = (error: null, stream: Readable) => void;

async function filled(shape: ZipShape, open: (entry: ZipEntry | undefined, give: Give) => void) {
  const { entries, manifest, compress } = shape;
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  for (const entry of entries) zip.addReadStreamLazy(entry.name, { ...fixed(), compress, size: entry.size }, (give) => open(entry, give));
  if (manifest !== undefined) {
    const size = entries.reduce((sum, { name }) => sum + Buffer.byteLength(lineOf('0'.repeat(64), name)), 0);
    zip.addReadStreamLazy(manifest, { ...fixed(), compress, size }, (give) => open(undefined, give));
  }
  let size: number | undefined;
  // Its types know no argument, its documentation does: the bytes of the whole.
  zip.end({ forceZip64Format: needsLongEnd(shape), comment: '' }, (...[total]: number[]) => {
    size = total;
  });
  return { zip, size };
}

/**
 * yazl 3.3.1 counts on zip64's longer end when the central directory has 65,535 bytes, and writes it from 4 GiB on: told to
 * write it, it is right.
 */
function needsLongEnd({ entries, manifest = '' }: ZipShape): boolean {
  const names = [manifest, ...entries.map(({ name }) => name)];
  return names.reduce((bytes, name) => bytes + longestCentralHeader + Buffer.byteLength(name), 0) >= 0xffff;
}

/** Of one file, with the sizes of zip64 and without its name. */
const longestCentralHeader = 46 + 28;

async function* hashedEntry(entry: ZipEntry, sums: string[]): AsyncGenerator<Buffer, void, undefined> {
  const digest = createHash('sha256');
  const opened = await entry.open();
  try {
    const body = opened.body instanceof Uint8Array ? [opened.body] : (opened.body as AsyncIterable<Uint8Array>);
    for await (const chunk of body) {
      digest.update(chunk);
      // A source may use its buffer again, and the archive keeps some chunks for a while.
      yield Buffer.from(chunk);
    }
    sums.push(lineOf(digest.digest('hex'), entry.name));
  } finally {
    await opened.close();
  }
}

/** As `sha256sum -c` reads it. */
const lineOf = (sum: string, name: string): string => `${sum}  ${name}\n`;
