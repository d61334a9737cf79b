import type { Listed } from './listed.ts';

interface Seen<T> {
  at: number;
  entry: T | undefined;
}

/** How long a state that listings no longer show is kept, because the lag may be set longer afterwards. */
const KEPT_MS = 600_000;

/** What listings and searches see: each entry as it was `lagMs` ago, as a search engine that is fed in the background shows it. */
export class SearchIndex<T extends { readonly id: string } = Listed> {
  readonly #history = new Map<string, Seen<T>[]>();
  #changes = 0;
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
    this.#changes++;
    this.#history.set(entry.id, [{ at: 0, entry }]);
  }

  /** Notes a change; undefined when the entry is gone. */
  changed(id: string, entry: T | undefined): void {
    this.#changes++;
    const seen = this.#history.get(id) ?? [];
    const visible = visibleAt(seen, this.#until());
    this.#history.set(id, [...seen.slice(Math.max(visible, 0)), { at: this.#now(), entry }]);
  }

  /** Forgets all, at once. */
  clear(): void {
    this.#changes++;
    this.#history.clear();
  }

  /** The state that was noted last, seen by listings or not. */
  newest(id: string): T | undefined {
    return this.#history.get(id)?.at(-1)?.entry;
  }

  /** The same number as long as listings see the same; undefined where time alone changes what they see. */
  get state(): number | undefined {
    return this.#lagMs() > 0 ? undefined : this.#changes;
  }

  /** Every entry, as listings see it now. */
  *entries(): Iterable<T> {
    const until = this.#until();
    const kept = until - KEPT_MS;
    for (const [id, seen] of this.#history) {
      const visible = visibleAt(seen, until);
      const entry = seen[visible]?.entry;
      if (entry) yield entry;
      else if (visible === seen.length - 1 && visible >= 0) this.#history.delete(id);
      if (visible > 0 && seen[visible]!.at < kept) seen.splice(0, visible);
    }
  }

  #until(): number {
    return this.#now() - this.#lagMs();
  }
}

function visibleAt(seen: readonly Seen<unknown>[], until: number): number {
  return seen.findLastIndex((one) => one.at <= until);
}
