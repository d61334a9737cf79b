/** A clock that jumps to the next thing that somebody waits for: minutes of rate limits pass in a moment, and always in the same way. */
export class VirtualTime {
  #now;
  #number = 0;
  /** @type {{ at: number, number: number, go: () => void }[]} */
  #waiting = [];

  constructor(startAt = Date.UTC(2026, 10, 25, 12, 0, 0, 250)) {
    this.#now = startAt;
  }

  now = () => this.#now;

  /** @param {number} ms */
  sleep = (ms) =>
    new Promise((resolve) => this.#waiting.push({ at: this.#now + Math.max(ms, 0), number: this.#number++, go: () => resolve(undefined) }));

  /**
   * Runs until the work is done.
   *
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(work) {
    let ended = false;
    const end = () => (ended = true);
    work.then(end, end);
    for (;;) {
      // Lets all that can go on without waiting go on.
      await new Promise((resolve) => setImmediate(resolve));
      if (ended) return work;
      const next = this.#next();
      if (!next) throw new Error('Nobody waits for anything, and the work is not done.');
      this.#now = next.at;
      next.go();
    }
  }

  #next() {
    let first = 0;
    for (let at = 1; at < this.#waiting.length; at++) {
      const [a, b] = [this.#waiting[at], this.#waiting[first]];
      if (a.at < b.at || (a.at === b.at && a.number < b.number)) first = at;
    }
    return this.#waiting.splice(first, 1)[0];
  }
}
