import type { Statement, Store } from '@zenodo-connect/nestjs';

/** What a source had to offer and was looked at: so that a restart does not read everything again. */
export class SeenTable {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('seen');
  }

  /** @param stamp - what tells this file from another one under the same name */
  async has(source: string, name: string, stamp: string): Promise<boolean> {
    const rows = await this.#store.query(`SELECT 1 AS one FROM ${this.#table} WHERE source = ? AND name = ? AND stamp = ?`, [
      source,
      name,
      stamp,
    ]);
    return rows.length > 0;
  }

  /** @param problem - why nothing came of it; absent when it was taken in */
  add(source: string, name: string, stamp: string, problem?: string): Statement {
    return {
      sql: `INSERT INTO ${this.#table} (source, name, stamp, problem, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      params: [source, name, stamp, problem ?? null, Date.now()],
    };
  }
}
