import { createHash } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FileSource, OpenedFile } from '../types/file-source.ts';

/** Bytes that come by themselves: a Node stream, a web stream, an async generator. */
export type ByteStream = AsyncIterable<Uint8Array>;

export interface FileFromStreamOptions {
  /** MD5 in lower-case hex, if it is known. */
  readonly knownMd5?: string;
}

/**
 * A file from a stream whose length is known. Its bytes are hashed on their way; more or fewer of them than announced end the upload.
 *
 * @param stream - a function that opens the stream anew for each try; a stream itself can be sent once and not again
 * @throws {ConfigurationError} no length, or nothing that streams bytes
 */
export function fileFromStream(
  key: string,
  size: number,
  stream: ByteStream | (() => ByteStream | Promise<ByteStream>),
  { knownMd5 }: FileFromStreamOptions = {},
): FileSource {
  if (!Number.isSafeInteger(size) || size <= 0)
    throw new ConfigurationError(`The stream "${key}" needs its length in bytes, 1 or more; spool one of unknown length with spoolFile.`);
  const reopens = typeof stream === 'function';
  if (!reopens) ensureStream(key, stream);
  let opened = false;
  const open = async (): Promise<OpenedFile> => {
    if (opened && !reopens)
      throw new Error(`The stream "${key}" has been read and cannot be read again. Give a function that opens it anew, or spool it.`);
    opened = true;
    const source = reopens ? await stream() : stream;
    return openedStream(key, size, ensureStream(key, source));
  };
  return { key, size, open, ...(knownMd5 !== undefined && { knownMd5 }) };
}

function openedStream(key: string, size: number, stream: ByteStream): OpenedFile {
  const digest = createHash('md5');
  const body = exactly(stream, size, key, (chunk) => digest.update(chunk));
  return {
    body,
    md5: () => digest.digest('hex'),
    close: async () => {
      await body.return();
      await letGo(stream);
    },
  };
}

/** The same chunks, as many bytes as were announced. */
async function* exactly(
  stream: ByteStream,
  size: number,
  key: string,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array))
      throw new Error(`The stream "${key}" gives ${typeof chunk} instead of bytes. Open it without an encoding.`);
    bytes += chunk.byteLength;
    if (bytes > size) throw new Error(`The stream "${key}" is longer than its ${size} bytes. Announce its true length.`);
    see(chunk);
    yield chunk;
  }
  if (bytes < size) throw new Error(`The stream "${key}" ended after ${bytes} of its ${size} bytes. Open it again.`);
}

/** A stream that nobody began to read has to be told that nobody will. */
async function letGo(stream: ByteStream & { destroy?: unknown; cancel?: unknown; locked?: unknown }): Promise<void> {
  if (typeof stream.destroy === 'function') stream.destroy();
  else if (typeof stream.cancel === 'function' && stream.locked !== true) await stream.cancel();
}

function ensureStream(key: string, stream: unknown): ByteStream {
  if (typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream) return stream as ByteStream;
  throw new ConfigurationError(`The stream "${key}" gives no bytes by itself; give a Node stream, a web stream or an async generator.`);
}
