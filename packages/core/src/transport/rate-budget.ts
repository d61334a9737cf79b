import { afterLanding, afterSending, type RateTold, type RateWindow, unknownWindow, waitIn } from './rate-window.ts';

/**
 * What Zenodo still allows. A key names what Zenodo counts together: origin, User-Agent and class of call.
 *
 * The default lives in the process. One that lives in a store lets several processes share a limit, since Zenodo counts
 * by address and User-Agent: keep a {@link RateWindow} for each key, and change it in one transaction.
 */
export interface RateBudget {
  /** Asks to send one call now. A permitted call counts as spent until it has landed. */
  take(key: string, now: number): RatePermit | Promise<RatePermit>;
}

export type RatePermit =
  | {
      readonly waitMs: 0;
      /** To be called once, when the call was answered or will not be; `told` is what its answer said of the limit, `null` when a sound one said nothing. */
      readonly landed: (told: RateTold | null | undefined, now: number) => void | Promise<void>;
    }
  /** Not now. Ask again after so many milliseconds. */
  | { readonly waitMs: number; readonly landed?: undefined };

/** A budget within one process. */
export class LocalRateBudget implements RateBudget {
  readonly #windows = new Map<string, RateWindow>();

  take(key: string, now: number): RatePermit {
    const window = this.#windows.get(key) ?? unknownWindow;
    const waitMs = waitIn(window, now);
    if (waitMs > 0) return { waitMs };
    const taken = afterSending(window, now);
    this.#windows.set(key, taken);
    return {
      waitMs: 0,
      landed: (told, at) => void this.#windows.set(key, afterLanding(this.#windows.get(key) ?? taken, taken.sent, told, at)),
    };
  }
}

/** Shared by all clients of the process, since Zenodo counts them together. */
export const processBudget = new LocalRateBudget();
