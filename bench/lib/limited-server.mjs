const MINUTE = 60_000;

/**
 * A server on a virtual clock that counts calls as Zenodo does, answers with its headers (instants in whole seconds) and
 * takes a spread latency, so that requests and answers overtake each other.
 *
 * @typedef {{ window: 'fixed' | 'moving', limit: number, changes?: { afterMs: number, limit: number }, latencyMs: number, headers?: boolean }} Limits
 */
export class LimitedServer {
  refused = 0;
  answered = 0;
  #time;
  #limits;
  #startedAt;
  #seed = 42;
  #changed = false;
  /** Instants of the calls that count, oldest first. */
  #counted = [];

  /** @param {import('./virtual-time.mjs').VirtualTime} time @param {Limits} limits */
  constructor(time, limits) {
    this.#time = time;
    this.#limits = limits;
    this.#startedAt = time.now();
  }

  /** Answers in the shape of core's Transport. */
  async send() {
    await this.#time.sleep(this.#spread());
    const reply = this.#count();
    await this.#time.sleep(this.#spread());
    return reply;
  }

  /** For one who knows all: milliseconds until a call would be taken, which is then counted at once. */
  waitMs() {
    const limit = this.#limit();
    this.#forget();
    if (this.#counted.length < limit) return 0;
    return Math.max(this.#opensAt() - this.#time.now(), 1);
  }

  /** A call of the one who knows all. */
  async sendNow() {
    const reply = this.#count();
    await this.#time.sleep(this.#limits.latencyMs);
    return reply;
  }

  #count() {
    const limit = this.#limit();
    this.#forget();
    const now = this.#time.now();
    const taken = this.#counted.length < limit;
    if (taken) this.#counted.push(now);
    if (taken) this.answered += 1;
    else this.refused += 1;
    const body = taken ? { id: '1', parent: { id: '0' }, metadata: {} } : { status: 429, message: `${limit} per 1 minute` };
    return { status: taken ? 200 : 429, headers: this.#headers(limit, now), body };
  }

  #headers(limit, now) {
    const date = new Date(now).toUTCString();
    if (this.#limits.headers === false) return { date };
    const resetAt = Math.ceil(this.#opensAt() / 1000);
    return {
      date,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(limit - this.#counted.length, 0)),
      'x-ratelimit-reset': String(resetAt),
      'retry-after': String(Math.max(Math.ceil(resetAt - now / 1000), 1)),
    };
  }

  /** The counters of Zenodo's limiter are named by the limit, so that another limit begins with an empty one. */
  #limit() {
    const { changes } = this.#limits;
    if (changes && !this.#changed && this.#time.now() >= this.#startedAt + changes.afterMs) {
      this.#changed = true;
      this.#counted = [];
    }
    return changes && this.#changed ? changes.limit : this.#limits.limit;
  }

  /** A fixed window drops all its calls at its end, a moving one each after a minute. */
  #forget() {
    const now = this.#time.now();
    if (this.#limits.window === 'moving') while (this.#counted[0] <= now - MINUTE) this.#counted.shift();
    else if (this.#counted[0] <= now - MINUTE) this.#counted = [];
  }

  #opensAt() {
    return (this.#counted[0] ?? this.#time.now()) + MINUTE;
  }

  /** Half of the latency, more or less. */
  #spread() {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0;
    return (this.#limits.latencyMs / 2) * (0.5 + this.#seed / 2 ** 32);
  }
}
