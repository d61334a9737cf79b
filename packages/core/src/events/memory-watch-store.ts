import type { ZenodoEvent } from './event-types.ts';
import type { WatchBatch, WatchSnapshot, WatchStore } from './watch-store.ts';

/**
 * Keeps a watcher's state in memory: it outlives the watcher, and not the process. What `load` answers is plain JSON, for
 * places that keep one document (a workflow's static data, a row): give it back to the constructor.
 */
export class MemoryWatchStore implements WatchStore {
  #revision = 0;
  #cursor = '';
  readonly #known = new Map<string, string>();
  readonly #outgoing = new Map<string, ZenodoEvent>();

  /** @param kept - what `load` answered earlier */
  constructor(kept?: WatchSnapshot) {
    if (kept === undefined) return;
    this.#revision = kept.revision;
    this.#cursor = kept.cursor;
    for (const [key, value] of kept.known) this.#known.set(key, value);
    for (const event of kept.outgoing) this.#outgoing.set(event.id, event);
  }

  async load(): Promise<WatchSnapshot | undefined> {
    if (this.#revision === 0) return undefined;
    return { revision: this.#revision, cursor: this.#cursor, known: [...this.#known], outgoing: [...this.#outgoing.values()] };
  }

  async commit({ revision, cursor, known, outgoing, delivered }: WatchBatch): Promise<boolean> {
    if (revision !== this.#revision + 1) return false;
    this.#revision = revision;
    this.#cursor = cursor;
    for (const [key, value] of known) {
      if (value === null) this.#known.delete(key);
      else this.#known.set(key, value);
    }
    for (const id of delivered) this.#outgoing.delete(id);
    for (const event of outgoing) if (!this.#outgoing.has(event.id)) this.#outgoing.set(event.id, event);
    return true;
  }
}
