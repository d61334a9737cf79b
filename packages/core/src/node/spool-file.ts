import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ByteStream } from '../sources/file-from-stream.ts';
import type { FileSource } from '../types/file-source.ts';
import { onDisk } from './disk-error.ts';
import { fileFromPath } from './file-from-path.ts';

export interface SpoolOptions {
  /** An existing folder in which the bytes wait, in a folder of their own that nobody else may read. Default: the system's for temporary files. */
  readonly folder?: string;
  /** The most that is taken, in bytes. Default 50 GB, as much as Zenodo takes in a record. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

/** A file that may wait on the disk until it is sent. `await using` removes it from there; otherwise call `dispose`. */
export interface DisposableFile extends FileSource, AsyncDisposable {
  /** Removes the bytes, if there are any. The end of the process does so too. */
  dispose(): Promise<void>;
}

export interface SpooledFile extends DisposableFile {
  readonly knownMd5: string;
}

/** A file that holds nothing, for whoever disposes of it all the same. */
export function holdingNothing(source: FileSource): DisposableFile {
  const dispose = async () => {};
  return { ...source, dispose, [Symbol.asyncDispose]: dispose };
}

const defaultLimit = 50_000_000_000;

/**
 * Puts a stream of unknown length on the disk, hashed on its way, so that it can be sent with its length, and again after a failed try.
 *
 * @throws {ConfigurationError} it is empty, longer than `limitBytes`, or gives no bytes; nothing is left on the disk
 * @throws {DiskError} the disk is full or not writable; nothing is left on it
 */
export async function spoolFile(key: string, stream: ByteStream, options: SpoolOptions = {}): Promise<SpooledFile> {
  const { folder = tmpdir(), limitBytes = defaultLimit } = options;
  if (typeof stream !== 'object' || stream === null || !(Symbol.asyncIterator in stream))
    throw new ConfigurationError(`The stream "${key}" gives no bytes by itself; give a Node stream, a web stream or an async generator.`);
  const own = await onDisk('written', folder, () => mkdtemp(join(folder, 'zenodo-spool-')));
  removeAtExit(own);
  const dispose = async () => {
    await rm(own, { recursive: true, force: true });
    left.delete(own);
  };
  try {
    const path = join(own, 'bytes');
    const knownMd5 = await written(path, key, stream, { ...options, limitBytes });
    // The sum of the way in is what Zenodo's is compared with; the way out needs none.
    const source = await fileFromPath(path, { key, knownMd5, hash: false });
    return { ...source, knownMd5, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function written(
  path: string,
  key: string,
  stream: ByteStream,
  options: SpoolOptions & { readonly limitBytes: number },
): Promise<string> {
  const { limitBytes, signal } = options;
  const digest = createHash('md5');
  let bytes = 0;
  const handle = await onDisk('written', path, () => open(path, 'wx', 0o600));
  try {
    for await (const chunk of signal ? until(signal, stream) : stream) {
      if (!(chunk instanceof Uint8Array))
        throw new ConfigurationError(`The stream "${key}" gives ${typeof chunk} instead of bytes; open it without an encoding.`);
      bytes += chunk.byteLength;
      if (bytes > limitBytes)
        throw new ConfigurationError(
          `The stream "${key}" is longer than the ${limitBytes} bytes that may be spooled; raise "limitBytes" or divide it.`,
        );
      digest.update(chunk);
      await onDisk('written', path, () => writeAll(handle, chunk));
    }
  } finally {
    await onDisk('written', path, () => handle.close());
  }
  if (bytes === 0) throw new ConfigurationError(`The stream "${key}" is empty, which Zenodo refuses; leave it out.`);
  return digest.digest('hex');
}

/** The same chunks until the signal comes, for which a stream that stands still is not waited for. */
async function* until(signal: AbortSignal, stream: ByteStream & { destroy?: unknown }): AsyncGenerator<Uint8Array, void, undefined> {
  signal.throwIfAborted();
  const chunks = stream[Symbol.asyncIterator]();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const step = await Promise.race([chunks.next(), stopped]);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // A read that stands still would hold up an end that is waited for.
    if (typeof stream.destroy === 'function') stream.destroy();
    else void chunks.return?.().catch(() => {});
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) done += (await handle.write(chunk, done)).bytesWritten;
}

/** Folders of this process that nobody has removed yet. */
const left = new Set<string>();
let watchesExit = false;

function removeAtExit(folder: string): void {
  left.add(folder);
  if (!watchesExit)
    process.once('exit', () =>
      left.forEach((one) => {
        rmSync(one, { recursive: true, force: true });
      }),
    );
  watchesExit = true;
}
