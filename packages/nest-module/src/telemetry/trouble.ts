import { StoreError } from '../store/store-errors.ts';

/** The same trouble is told again after this time. */
const againMs = 60_000;

/**
 * Says a trouble when it begins, once a minute while it lasts, and when it is over; looks come every second, and a log is for people.
 * Of a store, the same problem in other words is the same trouble: a database that is away refuses one connection and drops another.
 */
export class Trouble {
  readonly #warn: (message: string) => void;
  readonly #toldAt = new Map<string, number>();

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** @param what - a sentence of what failed and what comes next; `error` says why */
  tell(what: string, error: unknown): void {
    const sentence = `${what} ${error instanceof Error ? error.message : String(error)}`;
    const kind = error instanceof StoreError ? error.problem : sentence;
    const now = performance.now();
    if (now - (this.#toldAt.get(kind) ?? -againMs) < againMs) return;
    this.#toldAt.set(kind, now);
    this.#warn(sentence);
  }

  /** @param what - a sentence; said once after a trouble */
  over(what: string): void {
    if (this.#toldAt.size === 0) return;
    this.#toldAt.clear();
    this.#warn(what);
  }
}
