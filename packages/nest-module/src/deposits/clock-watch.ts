/** Less is what every clock does when it is set right by a server of times. */
const toleranceMs = 5_000;

/** Notices that the clock of the machine was set back: what was to be done in a moment would wait until it is that late again. */
export class ClockWatch {
  readonly #now: () => number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** By how much since the last call, in milliseconds; 0 when it was not. Sees what was before the last call never again. */
  setBackMs(): number {
    const now = this.#now();
    const by = this.#last - now;
    this.#last = now;
    return by > toleranceMs ? by : 0;
  }
}
