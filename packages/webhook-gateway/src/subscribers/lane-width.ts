/** Tries at once to a subscriber that is slow. */
const fewest = 4;
const most = 32;
/** A receiver that answers within this time can take more at once. */
const quickMs = 200;

/**
 * How many tries to one subscriber go at once: more while it answers quickly, and one while it fails, so that a dead one costs
 * little. One too before it has taken any: whoever was subscribed by somebody else is not flooded.
 */
export class LaneWidth {
  #width = fewest;
  #hasTaken = false;

  /** @param failures - tries in a row that failed */
  free(failures: number, running: number): number {
    if (failures > 0 || !this.#hasTaken) return 1 - running;
    // A wide lane is filled when half of it is empty, with one look at the outbox for all.
    return this.#width > fewest && running > this.#width / 2 ? 0 : this.#width - running;
  }

  ended(isDelivered: boolean, ms: number): void {
    this.#hasTaken ||= isDelivered;
    if (!isDelivered) this.#width = fewest;
    else if (ms <= quickMs) this.#width = Math.min(most, this.#width + 1);
    else this.#width = Math.max(fewest, Math.floor(this.#width / 2));
  }
}

/** Connections that a lane needs. */
export const laneConnections = most;
