import { createHash } from 'node:crypto';
import { hasFreeCore, Md5Thread, worthAThread } from './md5-thread.ts';
import { type BufferRing, largestChunk } from './read-ahead.ts';

/** Hashes the chunks of a ring in the order in which they are filled. */
export interface Hasher extends BufferRing {
  filled(turn: number, bytes: number): void;
  /** MD5 in lower-case hex of all that was filled; ends the hashing. */
  digest(): Promise<string>;
  /** Gives back the thread, if there is one. */
  end(): Promise<void>;
}

/** By a thread of its own where that is worth it and a core is free. */
export const hasherFor = (sizeBytes: number): Hasher =>
  sizeBytes >= worthAThread && hasFreeCore() ? new Md5Thread() : new HasherHere(Math.min(sizeBytes, largestChunk));

class HasherHere implements Hasher {
  readonly #digest = createHash('md5');
  readonly #buffers: readonly Buffer[];

  constructor(chunkBytes: number) {
    this.#buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(chunkBytes));
  }

  room(turn: number, bytes: number): Buffer {
    return this.#buffers[turn % 2]!.subarray(0, bytes);
  }

  filled(turn: number, bytes: number): void {
    this.#digest.update(this.room(turn, bytes));
  }

  async digest(): Promise<string> {
    return this.#digest.digest('hex');
  }

  async end(): Promise<void> {}
}
