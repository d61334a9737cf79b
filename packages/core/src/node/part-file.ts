import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { onDisk } from './disk-error.ts';
import { type Hasher, hasherFor } from './hasher.ts';
import { largestChunk } from './read-ahead.ts';

/**
 * A file that is being received: bytes are hashed while they are written, once each. What an earlier process left of it
 * is hashed when it is opened, and then gone on with.
 */
export class PartFile {
  readonly #handle: FileHandle;
  readonly #size: number;
  #hasher: Hasher;
  #turn = 0;
  #writing: Promise<void> = Promise.resolve();
  /** Bytes that are there and hashed, or on their way. */
  at = 0;

  readonly #path: string;

  private constructor(path: string, handle: FileHandle, size: number) {
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
    this.#hasher = hasherFor(size);
  }

  /** @param size - bytes of the file when it is whole */
  static async open(path: string, size: number, signal: AbortSignal | undefined): Promise<PartFile> {
    // Opened for reading and writing, made when absent, and never through a link that somebody put there.
    const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    const handle = await onDisk('written', path, () => open(path, flags, 0o666));
    const part = new PartFile(path, handle, size);
    try {
      const { size: there } = await handle.stat();
      if (there > size) await handle.truncate(0);
      else await part.#readBack(there, signal);
      return part;
    } catch (error) {
      await part.close();
      throw error;
    }
  }

  /** Takes the bytes that follow. Resolves when the last of them is written. */
  async take(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    let room = await this.#room();
    let filled = 0;
    try {
      for await (const chunk of chunks) {
        for (let from = 0; from < chunk.byteLength; ) {
          const step = Math.min(chunk.byteLength - from, room.byteLength - filled);
          if (step === 0) throw new Error(`more than the ${this.#size} bytes came that the file has`);
          room.set(chunk.subarray(from, from + step), filled);
          from += step;
          filled += step;
          if (filled < room.byteLength) continue;
          await this.#write(room, filled);
          filled = 0;
          room = await this.#room();
        }
      }
    } finally {
      // What came before a failure is kept: the next try goes on behind it.
      if (filled > 0) await this.#write(room, filled);
      await this.#writing;
    }
  }

  /** Compares what was hashed. Equal bytes are safe on disk then; others leave the file empty, ready to be received again. */
  async finish(md5: string): Promise<{ readonly equal: boolean; readonly found: string }> {
    const found = await this.#hasher.digest();
    if (found === md5) {
      await onDisk('written', this.#path, () => this.#handle.sync());
      return { found, equal: true };
    }
    await this.#hasher.end();
    await this.#handle.truncate(0);
    this.#hasher = hasherFor(this.#size);
    this.#turn = 0;
    this.at = 0;
    return { found, equal: false };
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#hasher.end();
    await this.#handle.close();
  }

  async #room(): Promise<Buffer> {
    return this.#hasher.room(this.#turn, Math.min(largestChunk, this.#size - this.at));
  }

  async #write(room: Buffer, bytes: number): Promise<void> {
    const position = this.at;
    this.#hasher.filled(this.#turn++, bytes);
    this.at += bytes;
    // One write at a time: a buffer comes back when its bytes are hashed and the write after it has begun.
    await this.#writing;
    this.#writing = onDisk('written', this.#path, () => writeAll(this.#handle, room.subarray(0, bytes), position));
    this.#writing.catch(() => {});
  }

  async #readBack(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    while (this.at < bytes) {
      signal?.throwIfAborted();
      const room = await this.#hasher.room(this.#turn, Math.min(largestChunk, bytes - this.at));
      const { bytesRead } = await this.#handle.read(room, 0, room.byteLength, this.at);
      if (bytesRead === 0) return;
      this.#hasher.filled(this.#turn++, bytesRead);
      this.at += bytesRead;
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    done += (await handle.write(bytes, done, bytes.byteLength - done, position + done)).bytesWritten;
  }
}
