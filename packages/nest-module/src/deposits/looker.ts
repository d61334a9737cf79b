/** Looks again and again, one look at a time: after a call, after a pause, and at once while a look says that there is more. */
export class Looker {
  readonly #act: () => Promise<boolean>;
  readonly #pauseMs: number;
  #running = false;
  #again = false;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param act - never rejects */
  constructor(act: () => Promise<boolean>, pauseMs: number) {
    this.#act = act;
    this.#pauseMs = pauseMs;
  }

  start(): void {
    this.#running = true;
    this.look();
  }

  /** A call during a look makes it look once more. */
  readonly look = (): void => {
    if (!this.#running) return;
    this.#again = this.#looking !== undefined;
    if (this.#again) return;
    clearTimeout(this.#timer);
    this.#looking = this.#act().then((more) => {
      this.#looking = undefined;
      if (more || this.#again) this.look();
      else if (this.#running) this.#timer = setTimeout(this.look, this.#pauseMs);
    });
  };

  /** Resolves when no look is going on, and none is to follow at once. */
  async idle(): Promise<void> {
    while (this.#looking) await this.#looking;
  }

  /** No look after this one; resolves when it is over. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#looking;
  }
}
