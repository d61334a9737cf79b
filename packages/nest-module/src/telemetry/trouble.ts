/** The same trouble is told again after this time. */
const againMs = 60_000;

/** Says a trouble when it begins, once a minute while it lasts, and when it is over; looks come every second, and a log is for people. */
export class Trouble {
  readonly #warn: (message: string) => void;
  #told: string | undefined;
  #toldAt = 0;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** @param what - a sentence of what failed and what comes next; `error` says why */
  tell(what: string, error: unknown): void {
    const sentence = `${what} ${error instanceof Error ? error.message : String(error)}`;
    const now = performance.now();
    if (sentence === this.#told && now - this.#toldAt < againMs) return;
    this.#told = sentence;
    this.#toldAt = now;
    this.#warn(sentence);
  }

  /** @param what - a sentence; said once after a trouble */
  over(what: string): void {
    if (this.#told === undefined) return;
    this.#told = undefined;
    this.#warn(what);
  }
}
