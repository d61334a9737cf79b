import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { filledAt, giveBack, hashedAt, lengthsAt, md5Memory, slotCount, slotOf } from './md5-memory.ts';
import type { BufferRing } from './read-ahead.ts';

/** A thread costs about 40 ms to start; a file below this is hashed sooner where it is. */
export const worthAThread = 32 * 1024 * 1024;

let running = 0;

/** True when a further thread would have a core of its own. */
export const hasFreeCore = (): boolean => running < availableParallelism() - 1;

/** The file as built, or as it lies in the source. */
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './md5-worker.ts' : './md5-worker.js', import.meta.url);

/** MD5 of what passes through a ring of buffers, made by a thread that reads them where they are. */
export class Md5Thread implements BufferRing {
  readonly #memory = md5Memory();
  readonly #worker = new Worker(workerUrl, { workerData: this.#memory });
  readonly #digest: Promise<string>;
  #turns = 0;
  #over: Error | undefined;
  /** The digest was told, so every byte has been used; after a failure some may still be on their way out. */
  #told = false;

  constructor() {
    running += 1;
    this.#digest = new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      const end = (error: Error) => {
        this.#over ??= error;
        reject(error);
        // Wakes who waits for room. A race with the digest would leave a trace in it for each chunk of the file.
        Atomics.notify(this.#memory.counts, hashedAt);
      };
      this.#worker.once('error', end);
      this.#worker.once('exit', () => {
        running -= 1;
        end(new Error('The thread that computes the MD5 ended early. Deposit the file again.'));
      });
    });
    this.#digest.catch(() => {});
  }

  async room(turn: number, bytes: number): Promise<Buffer> {
    await this.#hashed(turn - slotCount + 1);
    return slotOf(this.#memory, turn, bytes);
  }

  filled(turn: number, bytes: number): void {
    this.#turns = turn + 1;
    const { counts } = this.#memory;
    Atomics.store(counts, lengthsAt + (turn % slotCount), bytes);
    Atomics.store(counts, filledAt, turn + 1);
    Atomics.notify(counts, filledAt);
  }

  /** MD5 in lower-case hex of all that was filled; nothing can be filled afterwards. */
  async digest(): Promise<string> {
    await this.#hashed(this.#turns - slotCount + 1);
    this.filled(this.#turns, 0);
    const digest = await this.#digest;
    this.#told = true;
    return digest;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
    if (!this.#told) return;
    this.#told = false;
    giveBack(this.#memory);
  }

  /** Waits until so many chunks are hashed, or the thread has failed. */
  async #hashed(turns: number): Promise<void> {
    const { counts } = this.#memory;
    for (let seen = Atomics.load(counts, hashedAt); seen < turns; seen = Atomics.load(counts, hashedAt)) {
      if (this.#over) throw this.#over;
      await Atomics.waitAsync(counts, hashedAt, seen).value;
    }
  }
}
