import { RateLimitError } from '../errors/api-errors.ts';
import type { Settings } from '../options.ts';
import type { Address } from './address.ts';
import type { Call } from './call.ts';
import { type Notices, waitFor } from './notices.ts';
import { processBudget, type RateBudget } from './rate-budget.ts';
import { rateClassOf } from './rate-class.ts';
import type { RateTold } from './rate-window.ts';

/** Tells the budget that a call has ended, and what its answer said of the limit. */
type Landed = (told: RateTold | null | undefined) => Promise<void>;

/** Lets a call pass when the rate limit has room for it. */
export class RateGate {
  readonly #settings: Settings;
  readonly #notices: Notices;
  readonly #budget: RateBudget;

  constructor(settings: Settings, notices: Notices) {
    this.#settings = settings;
    this.#notices = notices;
    this.#budget = settings.rateBudget ?? processBudget;
  }

  /** @throws {RateLimitError} there is no room within `maxRateWaitMs` */
  async pass(call: Call, address: Address): Promise<Landed> {
    const { now, transport, maxRateWaitMs } = this.#settings;
    const key = this.#keyOf(call, address);
    const latest = now() + maxRateWaitMs;
    for (let announced = 0; ; ) {
      if (call.signal?.aborted) throw call.signal.reason;
      const { waitMs, landed } = await this.#budget.take(key, now());
      if (landed) return async (told) => landed(told, now());
      const until = now() + waitMs;
      if (until > latest) {
        const reply = { status: 429, method: call.method, url: address.url.replace(/\?.*/, ''), body: undefined };
        throw new RateLimitError(reply, new Date(until));
      }
      // Several calls wait for one window: each tells it once.
      if (until > announced + 1000) this.#notices.wait(call, waitFor('rate_limit', address.name, waitMs, now()));
      announced = Math.max(announced, until);
      await transport.sleep(waitMs, call.signal);
    }
  }

  #keyOf(call: Call, { url, authenticated }: Address): string {
    const { origin, userAgent, token } = this.#settings;
    return [authenticated ? origin : new URL(url).origin, userAgent, rateClassOf(call, token !== undefined)].join(' ');
  }
}
