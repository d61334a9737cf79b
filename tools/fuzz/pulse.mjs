const everyMs = 250;
const mib = 1024 ** 2;
const patienceMs = 10_000;
/** Requests. */
const warmAfter = 50_000;

/** Looks at the gateway from outside while it works: memory, descriptors, and whether it still answers at once. */
export class Pulse {
  /** How many requests are done, so that looks can be held against them. */
  done = 0;
  #gateway;
  #timer;
  #looks = [];
  #first;
  #slowestMs = 0;
  #slowestReadyMs = 0;
  #unanswered = 0;
  #asking = false;

  constructor(gateway) {
    this.#gateway = gateway;
  }

  async begin() {
    this.#first = await this.#gateway.look();
    this.#timer = setInterval(() => void this.#beat(), everyMs);
  }

  async stop() {
    clearInterval(this.#timer);
    while (this.#asking) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#look();
  }

  line() {
    const last = this.#looks.at(-1);
    return last
      ? `${Math.round(last.rss / mib)} MiB, ${last.descriptors} descriptors, /healthz ${this.#slowestMs} and /readyz ${this.#slowestReadyMs} ms at most`
      : 'no /proc here';
  }

  /**
   * Medians, since a collection of garbage may come at any moment. The first look counts after a tenth, but not before the
   * code is compiled and the caches are full.
   */
  outcome() {
    const total = this.#looks.at(-1)?.done ?? 0;
    const warm = Math.min(0.9, Math.max(0.1, warmAfter / Math.max(1, total)));
    const between = (from, to) => this.#looks.filter(({ done }) => done >= total * from && done <= total * to);
    const at = (from, to, what) => median(between(from, to).map((look) => look[what]));
    return {
      warmAfter: Math.round(warm * total),
      rssStart: this.#first?.rss,
      rssWarm: at(warm, warm + 0.1, 'rss'),
      rssEnd: at(0.9, 1, 'rss'),
      rssMost: Math.max(0, ...this.#looks.map(({ rss }) => rss)),
      descriptorsWarm: at(warm, warm + 0.1, 'descriptors'),
      descriptorsEnd: at(0.9, 1, 'descriptors'),
      slowestHealthMs: this.#slowestMs,
      slowestReadyMs: this.#slowestReadyMs,
      unansweredHealth: this.#unanswered,
    };
  }

  async #beat() {
    if (this.#asking) return;
    this.#asking = true;
    this.#slowestMs = Math.max(this.#slowestMs, await this.#ask('/healthz'));
    // This one asks the database too: where it is slow and the other is not, the disk is what everything waits for.
    this.#slowestReadyMs = Math.max(this.#slowestReadyMs, await this.#ask('/readyz'));
    await this.#look();
    this.#asking = false;
  }

  /** @returns how many milliseconds the answer took */
  async #ask(path) {
    const startedAt = Date.now();
    const status = await fetch(this.#gateway.url + path, { signal: AbortSignal.timeout(patienceMs) })
      .then((response) => response.text().then(() => response.status))
      .catch(() => 0);
    if (status !== 200) this.#unanswered += 1;
    return Date.now() - startedAt;
  }

  async #look() {
    const look = await this.#gateway.look();
    if (look) this.#looks.push({ ...look, done: this.done });
  }
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
