import type { Entry } from './entry.ts';

interface Seen {
  at: number;
  entry: Entry | undefined;
}

/** What listings and searches see: each entry as it was `lagMs` ago, as a search engine that is fed in the background shows it. */
export class SearchIndex {
  readonly #history = new Map<string, Seen[]>();
  readonly #lagMs: () => number;
  readonly #now: () => number;

  constructor(lagMs: () => number, now: () => number = Date.now) {
    this.#lagMs = lagMs;
    this.#now = now;
  }

  /** Takes over an entry that was there before this process: it is seen at once. */
  rebuild(entry: Entry): void {
    this.#history.set(entry.id, [{ at: 0, entry }]);
  }

  /** Notes a change; undefined when the entry is gone. */
  changed(id: string, entry: Entry | undefined): void {
    const seen = this.#history.get(id) ?? [];
    const visible = this.#visible(seen);
    this.#history.set(id, [...seen.slice(Math.max(visible, 0)), { at: this.#now(), entry }]);
  }

  /** Every entry, as listings see it now. */
  *entries(): Iterable<Entry> {
    for (const [id, seen] of this.#history) {
      const visible = this.#visible(seen);
      const entry = seen[visible]?.entry;
      if (entry) yield entry;
      else if (visible === seen.length - 1 && visible >= 0) this.#history.delete(id);
    }
  }

  #visible(seen: readonly Seen[]): number {
    const until = this.#now() - this.#lagMs();
    return seen.findLastIndex((one) => one.at <= until);
  }
}
