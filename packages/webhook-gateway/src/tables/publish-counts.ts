import type { PublishCounter } from '@zenodo-connect/core';
import type { Store } from '@zenodo-connect/nestjs';
import { StaleWriteError } from '@zenodo-connect/nestjs/thread';

/** Counts what is published a day, and remembers stopped accounts, in the store: over restarts, and for all gateways on it together. */
export class PublishCounts implements PublishCounter {
  readonly #store: Store;
  readonly #days: string;
  readonly #taken: string;
  readonly #stops: string;

  constructor(store: Store) {
    this.#store = store;
    this.#days = store.table('publish_day');
    this.#taken = store.table('publish_taken');
    this.#stops = store.table('publish_stop');
  }

  async take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean> {
    const most = Math.min(ceiling, Number.MAX_SAFE_INTEGER);
    try {
      await this.#store.write([
        { sql: `INSERT INTO ${this.#days} (account, day, n) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`, params: [account, day] },
        // Its row is locked until the commit, so that two gateways cannot both take the last one.
        {
          sql: `UPDATE ${this.#days} SET n = n + 1 WHERE account = ? AND day = ? AND n < ?`,
          params: [account, day, most],
          expectChanges: 1,
        },
        {
          sql: `INSERT INTO ${this.#taken} (account, day, deposit) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
          params: [account, day, deposit],
          expectChanges: 1,
        },
      ]);
      return true;
    } catch (error) {
      if (!(error instanceof StaleWriteError)) throw error;
      const sql = `SELECT 1 AS one FROM ${this.#taken} WHERE account = ? AND day = ? AND deposit = ?`;
      return (await this.#store.query(sql, [account, day, deposit])).length > 0;
    }
  }

  async giveBack(account: string, day: string, deposit: string): Promise<void> {
    try {
      await this.#store.write([
        {
          sql: `DELETE FROM ${this.#taken} WHERE account = ? AND day = ? AND deposit = ?`,
          params: [account, day, deposit],
          expectChanges: 1,
        },
        { sql: `UPDATE ${this.#days} SET n = n - 1 WHERE account = ? AND day = ?`, params: [account, day] },
      ]);
    } catch (error) {
      if (!(error instanceof StaleWriteError)) throw error;
    }
  }

  async taken(account: string, day: string): Promise<number> {
    const [row] = await this.#store.query(`SELECT n FROM ${this.#days} WHERE account = ? AND day = ?`, [account, day]);
    return Number(row?.['n'] ?? 0);
  }

  async stop(account: string, reason: string): Promise<void> {
    const sql = `INSERT INTO ${this.#stops} (account, reason) VALUES (?, ?) ON CONFLICT DO NOTHING`;
    await this.#store.write([{ sql, params: [account, reason] }]);
  }

  async stopped(account: string): Promise<string | undefined> {
    const [row] = await this.#store.query(`SELECT reason FROM ${this.#stops} WHERE account = ?`, [account]);
    return row === undefined ? undefined : String(row['reason']);
  }

  async resume(account: string): Promise<void> {
    await this.#store.write([{ sql: `DELETE FROM ${this.#stops} WHERE account = ?`, params: [account] }]);
  }

  /** Lifts every stop; answers how many there were. */
  async resumeAll(): Promise<number> {
    const [result] = await this.#store.write([{ sql: `DELETE FROM ${this.#stops}` }]);
    return result?.changes ?? 0;
  }
}
