import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';

/** Makes what is written last, whatever happens to the power. */
export interface Durability {
  /** Calls back once all that was written before the call is on the disk. */
  sync(done: (error: Error | null) => void): void;
  /** The same, with everything else waiting for it. */
  syncNow(): void;
  /** What is still under way is of no interest any more. */
  close(): void;
}

/**
 * The write-ahead log of a database, synced by us rather than by SQLite, which would hold up the thread meanwhile. The file stays
 * the same for as long as a connection is open: a checkpoint writes it anew from its beginning. SQLite locks nothing in it, so that
 * another descriptor, and its closing, do no harm. @see https://www.sqlite.org/walformat.html
 */
export class WriteAheadLog implements Durability {
  readonly #path: string;
  #file: number | undefined;
  #running = 0;
  #closed = false;

  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  sync(done: (error: Error | null) => void): void {
    this.#running += 1;
    fdatasync(this.#opened(), (error) => {
      this.#running -= 1;
      if (this.#closed) this.#closeFile();
      else done(error);
    });
  }

  syncNow(): void {
    fdatasyncSync(this.#opened());
  }

  close(): void {
    this.#closed = true;
    this.#closeFile();
  }

  /** Not before the first commit, which makes the file. */
  #opened(): number {
    this.#file ??= openSync(this.#path, 'r+');
    return this.#file;
  }

  #closeFile(): void {
    if (this.#running > 0 || this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
  }
}
