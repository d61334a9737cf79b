import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

/** How it stands with a subscriber, for the page and for the deliverer. */
export interface SubscriberState {
  readonly name: string;
  readonly url: string;
  readonly disabledAt: Date | undefined;
  readonly lastAt: Date | undefined;
  readonly lastResult: string | undefined;
}

export class Subscribers {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('subscriber');
  }

  /** Makes the row known; one whose address changed is asked again though it was disabled. */
  register(name: string, url: string): readonly Statement[] {
    return [
      { sql: `INSERT INTO ${this.#table} (name, url) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, params: [name, url] },
      { sql: `UPDATE ${this.#table} SET url = ?, disabled_at = NULL WHERE name = ? AND url <> ?`, params: [url, name, url] },
    ];
  }

  tried(name: string, result: string, disable: boolean, now: number): Statement {
    return {
      sql: `UPDATE ${this.#table} SET last_at = ?, last_result = ?, disabled_at = CASE WHEN ? = 1 THEN ? ELSE disabled_at END WHERE name = ?`,
      params: [now, result, disable ? 1 : 0, now, name],
    };
  }

  /** False when there is no such subscriber. */
  async enable(name: string): Promise<boolean> {
    const [result] = await this.#store.write([{ sql: `UPDATE ${this.#table} SET disabled_at = NULL WHERE name = ?`, params: [name] }]);
    return result?.changes === 1;
  }

  async list(): Promise<readonly SubscriberState[]> {
    return (await this.#store.query(`SELECT * FROM ${this.#table} ORDER BY name`)).map(stateOf);
  }
}

const dateOf = (value: Row[string] | undefined): Date | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value));

const stateOf = (row: Row): SubscriberState => ({
  name: String(row['name']),
  url: String(row['url']),
  disabledAt: dateOf(row['disabled_at']),
  lastAt: dateOf(row['last_at']),
  lastResult: row['last_result'] === null ? undefined : String(row['last_result']),
});
