import type { Statement, Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';

/** An account whose token Zenodo refuses; none of its jobs is tried until that changes. */
export interface AccountPause {
  readonly account: string;
  /** A sentence. */
  readonly reason: string;
  readonly since: Date;
}

/** Paused accounts: one row holds all jobs of an account up, rather than each failing by itself. */
export class Pauses {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('pause');
  }

  begin(account: string, reason: string, now: number, checkAt: number): Statement {
    return {
      sql: `INSERT INTO ${this.#table} (account, reason, paused_at, check_at) VALUES (?, ?, ?, ?) ON CONFLICT (account) DO NOTHING`,
      params: [account, reason, now, checkAt],
    };
  }

  /** Makes all of them due for a look. */
  checkNow(now: number): Statement {
    return { sql: `UPDATE ${this.#table} SET check_at = ?`, params: [now] };
  }

  /** False when it was not paused. */
  async end(account: string): Promise<boolean> {
    const [result] = await this.#store.write([{ sql: `DELETE FROM ${this.#table} WHERE account = ?`, params: [account] }]);
    return result?.changes === 1;
  }

  async list(): Promise<readonly AccountPause[]> {
    const rows = await this.#store.query(`SELECT account, reason, paused_at FROM ${this.#table} ORDER BY account`);
    return rows.map(({ account, reason, paused_at: at }) => ({
      account: String(account),
      reason: String(reason),
      since: new Date(Number(at)),
    }));
  }

  /** Accounts that this process is to look at now; of several processes one gets each. */
  async takeDue(now: number, nextAt: number): Promise<readonly string[]> {
    const rows = await this.#store.query(`SELECT account, check_at FROM ${this.#table} WHERE check_at <= ?`, [now]);
    const taken: string[] = [];
    for (const { account, check_at: at } of rows) {
      const sql = `UPDATE ${this.#table} SET check_at = ? WHERE account = ? AND check_at = ?`;
      const mine = await this.#store.write([{ sql, params: [nextAt, account!, at!], expectChanges: 1 }]).then(
        () => true,
        (error: unknown) => {
          if (error instanceof StaleWriteError) return false;
          throw error;
        },
      );
      if (mine) taken.push(String(account));
    }
    return taken;
  }
}
