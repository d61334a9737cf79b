import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { WatchBatch, WatchSnapshot, WatchStore } from '../events/watch-store.ts';
import { writeDurably } from './durable-file.ts';

interface Kept extends Omit<WatchSnapshot, 'known'> {
  readonly known: Map<string, string>;
}

/** After so many bytes of appended steps, and as many as the whole has, the file is written anew. */
const leastBytes = 1_000_000;

/**
 * Keeps a watcher's state in one file: a line of JSON for each step, appended and brought to the disk before it counts. A
 * half-written last line, as a crash leaves it, is not there. For one process at a time: a
 * second one is noticed, not kept out; replicas need a database.
 */
export class FileWatchStore implements WatchStore {
  readonly #file: string;
  #kept: Kept | undefined;
  /** The length of the file when we last read or wrote it. */
  #fileBytes = 0;
  #wholeBytes = 0;
  #appendedBytes = leastBytes;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws {ConfigurationError} the file is not one of ours */
  async load(): Promise<WatchSnapshot | undefined> {
    const bytes = await readFile(this.#file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw new Error(`The state of the watcher could not be read from "${this.#file}": ${error.message}.`, { cause: error });
    });
    // What stands behind the last line end was never committed. The first line came whole, by a rename.
    const lines = bytes
      .subarray(0, bytes.lastIndexOf('\n') + 1)
      .toString()
      .split('\n')
      .slice(0, -1);
    if (bytes.length > 0 && lines.length === 0) this.#read(bytes.toString());
    this.#kept = undefined;
    for (const line of lines) this.#kept = applied(this.#kept, this.#read(line));
    this.#fileBytes = bytes.length;
    this.#wholeBytes = 0;
    this.#appendedBytes = leastBytes;
    return this.#kept && { ...this.#kept, known: [...this.#kept.known] };
  }

  async commit(batch: WatchBatch): Promise<boolean> {
    // Another length than ours: somebody else wrote.
    if ((await this.#size()) !== this.#fileBytes) await this.load();
    if (batch.revision !== (this.#kept?.revision ?? 0) + 1) return false;
    const isWhole = this.#appendedBytes >= Math.max(leastBytes, this.#wholeBytes);
    const appended = this.#appendedBytes;
    // Should the write fail, half a line may be left: the next one writes the file anew.
    this.#appendedBytes = Number.POSITIVE_INFINITY;
    if (isWhole) {
      const next = applied(this.#kept && { ...this.#kept, known: new Map(this.#kept.known) }, batch);
      this.#wholeBytes = await this.#written(this.#replace(wholeOf(next)));
      this.#appendedBytes = 0;
      this.#fileBytes = this.#wholeBytes;
      this.#kept = next;
      return true;
    }
    const bytes = await this.#written(this.#append(batch));
    this.#appendedBytes = appended + bytes;
    this.#fileBytes += bytes;
    this.#kept = applied(this.#kept, batch);
    return true;
  }

  async #size(): Promise<number> {
    const size = await stat(this.#file).then(
      (found) => found.size,
      () => 0,
    );
    // After a write of ours that failed, the length is no news.
    return this.#appendedBytes === Number.POSITIVE_INFINITY ? this.#fileBytes : size;
  }

  #written(writing: Promise<number>): Promise<number> {
    return writing.catch((cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'ENOSPC' ? 'the disk is full' : cause.message.replace(/\.$/, '');
      throw new Error(
        `The state of the watcher could not be written to "${this.#file}": ${why}. Nothing is lost; it goes on when the file can be written.`,
        { cause },
      );
    });
  }

  #read(line: string): WatchBatch {
    const batch = parsed(line);
    if (batch !== undefined) return batch;
    throw new ConfigurationError(
      `"${this.#file}" is not the state of a watcher, or it is damaged. Name another file, or delete this one: the watcher then begins anew.`,
    );
  }

  async #append(batch: WatchBatch): Promise<number> {
    const line = `${JSON.stringify(batch)}\n`;
    const file = await open(this.#file, 'a');
    try {
      await file.writeFile(line);
      await file.datasync();
    } finally {
      await file.close();
    }
    return Buffer.byteLength(line);
  }

  async #replace(batch: WatchBatch): Promise<number> {
    const line = `${JSON.stringify(batch)}\n`;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeDurably(this.#file, line);
    return Buffer.byteLength(line);
  }
}

function applied(kept: Kept | undefined, { revision, cursor, known, outgoing, delivered }: WatchBatch): Kept {
  const all = kept?.known ?? new Map<string, string>();
  for (const [key, value] of known) {
    if (value === null) all.delete(key);
    else all.set(key, value);
  }
  const waiting = (kept?.outgoing ?? []).filter(({ id }) => !delivered.includes(id));
  const ids = new Set(waiting.map(({ id }) => id));
  return { revision, cursor, known: all, outgoing: [...waiting, ...outgoing.filter(({ id }) => !ids.has(id))] };
}

const wholeOf = ({ revision, cursor, known, outgoing }: Kept): WatchBatch => ({
  revision,
  cursor,
  known: [...known],
  outgoing,
  delivered: [],
});

function parsed(line: string): WatchBatch | undefined {
  try {
    const value = JSON.parse(line) as Partial<WatchBatch>;
    return typeof value.revision === 'number' && Array.isArray(value.known) ? (value as WatchBatch) : undefined;
  } catch {
    return undefined;
  }
}
