/** What has to happen within the story's time; whoever waits for it learns when it did, or that it did not. */
export class Expected {
  readonly #until: number;
  readonly #patienceMs: number;
  readonly #happened = new Set<string>();
  readonly #waiting = new Map<string, () => void>();

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#until = Date.now() + patienceMs;
  }

  happened(what: string): void {
    this.#happened.add(what);
    this.#waiting.get(what)?.();
  }

  /** @throws {Error} the time is over: names what was waited for */
  async toHappen(what: string): Promise<void> {
    if (this.#happened.has(what)) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#late(what)), Math.max(0, this.#until - Date.now()));
      this.#waiting.set(what, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** @throws {Error} the time is over */
  checkTime(what: string): void {
    if (Date.now() > this.#until) throw this.#late(what);
  }

  #late(what: string): Error {
    return new Error(
      `${Math.round(this.#patienceMs / 1000)} s were not enough for ${what}. Run it again; if it stays so, please report it.`,
    );
  }
}
