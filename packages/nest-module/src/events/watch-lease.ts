import type { Statement, Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';

/** Of all processes on a store, one has a watcher at a time. A leader that slept past its lease is refused by the revision of the state, not by this. */
export class WatchLease {
  readonly #store: Store;
  readonly #table: string;
  readonly #watcher: string;
  readonly #owner: string;

  constructor(store: Store, watcher: string, owner: string) {
    this.#store = store;
    this.#table = store.table('watcher');
    this.#watcher = watcher;
    this.#owner = owner;
  }

  /** Takes the lease, or makes it longer; false while another process has it. */
  async take(now: number, leaseMs: number): Promise<boolean> {
    const sql = `INSERT INTO ${this.#table} (name, revision, cursor, lease_owner, lease_until) VALUES (?, 0, '', ?, ?)
      ON CONFLICT (name) DO UPDATE SET lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
      WHERE ${this.#table}.lease_owner IS NULL OR ${this.#table}.lease_owner = excluded.lease_owner OR ${this.#table}.lease_until <= ?`;
    return this.#store.write([{ sql, params: [this.#watcher, this.#owner, now + leaseMs, now], expectChanges: 1 }]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StaleWriteError) return false;
        throw error;
      },
    );
  }

  /** Gives it back, so that the next one need not wait for its end. */
  release(): Statement {
    return {
      sql: `UPDATE ${this.#table} SET lease_owner = NULL, lease_until = 0 WHERE name = ? AND lease_owner = ?`,
      params: [this.#watcher, this.#owner],
    };
  }
}
