import { msUntilReset, numberIn } from './retry.ts';
import type { TransportReply } from './transport.ts';

interface Window {
  remaining: number;
  opensAt: number;
}

/**
 * What Zenodo still allows, by key (origin, User-Agent and class of call, as Zenodo counts), learnt from the headers of
 * its answers. Calls that are on their way count as spent.
 */
export class RateBudget {
  readonly #windows = new Map<string, Window>();
  readonly #flying = new Map<string, number>();

  /** Milliseconds to wait before the next call; 0 is now. */
  waitMs(key: string, now: number): number {
    const window = this.#windows.get(key);
    if (!window || now >= window.opensAt) return 0;
    return window.remaining > (this.#flying.get(key) ?? 0) ? 0 : window.opensAt - now;
  }

  /** Counts a call that is being sent; call what it returns when the answer is there or will not come. */
  take(key: string): () => void {
    this.#flying.set(key, (this.#flying.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#flying.get(key) ?? 1) - 1;
      if (left > 0) this.#flying.set(key, left);
      else this.#flying.delete(key);
    };
  }

  learn(key: string, reply: TransportReply, now: number): void {
    const opensInMs = msUntilReset(reply, now);
    const remaining = reply.status === 429 ? 0 : numberIn(reply, 'x-ratelimit-remaining');
    if (opensInMs === undefined || remaining === undefined) return;
    const known = this.#windows.get(key);
    // Answers overtake each other: within one window only the smallest count is news. `Date` is exact to a second.
    const same = known && now < known.opensAt && Math.abs(now + opensInMs - known.opensAt) < 1500;
    if (same) known.remaining = Math.min(known.remaining, remaining);
    else this.#windows.set(key, { remaining, opensAt: now + opensInMs });
  }
}

/** Shared by all clients of the process, since Zenodo counts them together. */
export const processBudget = new RateBudget();
