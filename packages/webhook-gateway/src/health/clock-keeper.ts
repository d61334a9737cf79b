import type { Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { bringForward } from '../tables/due-times.ts';

const everyMs = 1_000;
/** Less is what a clock does that is set right by a server of times. */
const toleranceMs = 5_000;

/** Looks whether the clock of the machine was set back: what was to be sent in a moment would wait until it is that late again. */
export class ClockKeeper {
  readonly #store: Store;
  readonly #log: Settings['log'];
  readonly #moved: () => void;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #pass: Promise<void> | undefined;

  /** @param moved - something may be due now */
  constructor(store: Store, log: Settings['log'], moved: () => void) {
    this.#store = store;
    this.#log = log;
    this.#moved = moved;
  }

  start(): void {
    this.#last = Date.now();
    this.#timer = setInterval(() => {
      const now = Date.now();
      const byMs = this.#last - now;
      this.#last = now;
      if (byMs > toleranceMs) this.#pass = this.#bringForward(byMs, now);
    }, everyMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pass;
  }

  async #bringForward(byMs: number, now: number): Promise<void> {
    const line = { time: new Date(now).toISOString(), kind: 'clock' };
    try {
      await this.#store.write(bringForward(this.#store, byMs, now));
      this.#log({
        ...line,
        level: 'warn',
        message: `The clock was set back by ${Math.round(byMs / 1000)} s; what waits for its time waits so much less.`,
      });
      this.#moved();
    } catch (error) {
      this.#log({
        ...line,
        level: 'error',
        message: `The clock was set back, and what waits could not be told: ${(error as Error).message}`,
      });
    }
  }
}
