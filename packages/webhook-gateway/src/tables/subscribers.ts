import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

/** How it stands with a subscriber, for the pages, the API and the deliverer. */
export interface SubscriberState {
  readonly name: string;
  readonly url: string;
  readonly source: 'config' | 'api';
  readonly disabledAt: Date | undefined;
  readonly lastAt: Date | undefined;
  readonly lastResult: string | undefined;
  /** Failed tries in a row. */
  readonly failures: number;
  readonly failingSince: Date | undefined;
  /** Nothing is sent before. */
  readonly openUntil: Date | undefined;
}

/** A subscription of the API as it is stored. */
export interface StoredSubscription {
  readonly name: string;
  readonly url: string;
  /** JSON, without secrets. */
  readonly settings: string;
  readonly sealed: string;
}

export interface Tried {
  readonly result: string;
  readonly failed: boolean;
  readonly disable: boolean;
  /** Nothing is sent to it before this time. */
  readonly openUntil: number | undefined;
}

export class Subscribers {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('subscriber');
  }

  /** Makes the row of a configured one known; one whose address changed is asked again though it was disabled. */
  register(name: string, url: string): readonly Statement[] {
    const anew = "source = 'config', settings = NULL, sealed = NULL";
    return [
      { sql: `INSERT INTO ${this.#table} (name, url) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, params: [name, url] },
      { sql: `UPDATE ${this.#table} SET ${anew} WHERE name = ? AND source <> 'config'`, params: [name] },
      {
        sql: `UPDATE ${this.#table} SET url = ?, disabled_at = NULL, failures = 0, failing_since = NULL, open_until = NULL WHERE name = ? AND url <> ?`,
        params: [url, name, url],
      },
    ];
  }

  /** Undone when the name is taken. */
  insert({ name, url, settings, sealed }: StoredSubscription): Statement {
    return {
      sql: `INSERT INTO ${this.#table} (name, url, source, settings, sealed) VALUES (?, ?, 'api', ?, ?) ON CONFLICT (name) DO NOTHING`,
      params: [name, url, settings, sealed],
      expectChanges: 1,
    };
  }

  /** Undone when it is not there, or changed since `before` was read. */
  replace({ name, url, settings, sealed }: StoredSubscription, before: StoredSubscription): Statement {
    return {
      sql: `UPDATE ${this.#table} SET url = ?, settings = ?, sealed = ? WHERE name = ? AND source = 'api' AND sealed = ? AND settings = ?`,
      params: [url, settings, sealed, name, before.sealed, before.settings],
      expectChanges: 1,
    };
  }

  remove(name: string): Statement {
    return { sql: `DELETE FROM ${this.#table} WHERE name = ? AND source = 'api'`, params: [name], expectChanges: 1 };
  }

  tried(name: string, { result, failed, disable, openUntil }: Tried, now: number): Statement {
    const standing = failed ? 'failures = failures + 1, failing_since = COALESCE(failing_since, ?)' : 'failures = 0, failing_since = NULL';
    return {
      sql: `UPDATE ${this.#table} SET last_at = ?, last_result = ?, ${standing}, open_until = ?,
            disabled_at = CASE WHEN ? = 1 THEN ? ELSE disabled_at END WHERE name = ?`,
      params: [now, result, ...(failed ? [now] : []), openUntil ?? null, disable ? 1 : 0, now, name],
    };
  }

  /** Sends again to one that was disabled or is given a rest. */
  enableStatement(name: string): Statement {
    const sql = `UPDATE ${this.#table} SET disabled_at = NULL, failures = 0, failing_since = NULL, open_until = NULL WHERE name = ?`;
    return { sql, params: [name] };
  }

  /** False when there is no such subscriber. */
  async enable(name: string): Promise<boolean> {
    const [result] = await this.#store.write([this.enableStatement(name)]);
    return result?.changes === 1;
  }

  async list(): Promise<readonly SubscriberState[]> {
    return (await this.#store.query(`SELECT * FROM ${this.#table} ORDER BY name`)).map(stateOf);
  }

  async find(name: string): Promise<SubscriberState | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE name = ?`, [name]);
    return row && stateOf(row);
  }

  /** Those that the API made. */
  async stored(): Promise<readonly StoredSubscription[]> {
    const rows = await this.#store.query(`SELECT name, url, settings, sealed FROM ${this.#table} WHERE source = 'api' ORDER BY name`);
    return rows.map((row) => ({
      name: String(row['name']),
      url: String(row['url']),
      settings: String(row['settings']),
      sealed: String(row['sealed']),
    }));
  }
}

const dateOf = (value: Row[string] | undefined): Date | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value));

const stateOf = (row: Row): SubscriberState => ({
  name: String(row['name']),
  url: String(row['url']),
  source: row['source'] === 'api' ? 'api' : 'config',
  disabledAt: dateOf(row['disabled_at']),
  lastAt: dateOf(row['last_at']),
  lastResult: row['last_result'] === null ? undefined : String(row['last_result']),
  failures: Number(row['failures']),
  failingSince: dateOf(row['failing_since']),
  openUntil: dateOf(row['open_until']),
});
