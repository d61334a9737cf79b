import type { PublishCounter } from '../types/publish-guard.ts';

/** Counts in memory: what another process publishes, or this one did before a restart, is not known. */
export class MemoryPublishCounter implements PublishCounter {
  readonly #days = new Map<string, Set<string>>();
  readonly #stops = new Map<string, string>();

  async take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean> {
    const taken = this.#of(account, day);
    if (!taken.has(deposit) && taken.size >= ceiling) return false;
    taken.add(deposit);
    return true;
  }

  async giveBack(account: string, day: string, deposit: string): Promise<void> {
    this.#of(account, day).delete(deposit);
  }

  async taken(account: string, day: string): Promise<number> {
    return this.#of(account, day).size;
  }

  async stop(account: string, reason: string): Promise<void> {
    this.#stops.set(account, reason);
  }

  async stopped(account: string): Promise<string | undefined> {
    return this.#stops.get(account);
  }

  async resume(account: string): Promise<void> {
    this.#stops.delete(account);
  }

  #of(account: string, day: string): Set<string> {
    const key = `${day} ${account}`;
    const known = this.#days.get(key);
    if (known) return known;
    // Days before are never asked for again.
    for (const old of this.#days.keys()) if (old < day) this.#days.delete(old);
    const fresh = new Set<string>();
    this.#days.set(key, fresh);
    return fresh;
  }
}

/** Shared by all clients of the process, since Zenodo blocks an account and not a client. */
export const processCounter = new MemoryPublishCounter();
