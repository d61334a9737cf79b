import type { Entry } from './entry.ts';

interface Seen<T> {
  at: number;
  entry: T | undefined;
}

/** What listings and searches see: each entry as it was `lagMs` ago, as a search engine that is fed in the background shows it. */
export class SearchIndex<T extends { readonly id: string } = Entry> {
  readonly #history = new Map<string, Seen<T>[]>();
  readonly #lagMs: () => number;
  readonly #now: () => number;

  constructor(lagMs: () => number, now: () => number = Date.now) {
    this.#lagMs = lagMs;
    this.#now = now;
  }

  /** An empty index of other documents, with the same lag. */
  beside<U extends { readonly id: string }>(): SearchIndex<U> {
    return new SearchIndex<U>(this.#lagMs, this.#now);
  }

  /** Takes over an entry that was there before this process: it is seen at once. */
  rebuild(entry: T): void {
    this.#history.set(entry.id, [{ at: 0, entry }]);
  }

  /** Notes a change; undefined when the entry is gone. */
  changed(id: string, entry: T | undefined): void {
    const seen = this.#history.get(id) ?? [];
    const visible = this.#visible(seen);
    this.#history.set(id, [...seen.slice(Math.max(visible, 0)), { at: this.#now(), entry }]);
  }

  /** Every entry, as listings see it now. */
  *entries(): Iterable<T> {
    for (const [id, seen] of this.#history) {
      const visible = this.#visible(seen);
      const entry = seen[visible]?.entry;
      if (entry) yield entry;
      else if (visible === seen.length - 1 && visible >= 0) this.#history.delete(id);
    }
  }

  #visible(seen: readonly Seen<T>[]): number {
    const until = this.#now() - this.#lagMs();
    return seen.findLastIndex((one) => one.at <= until);
  }
}
