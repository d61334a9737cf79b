import { createHash, randomBytes } from 'node:crypto';
import type { Row, Store } from '@zenodo-connect/nestjs';
import { type Scope, scopesIn } from '../people/scopes.ts';

export interface ApiTokenEntry {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

/** How exactly the last use is kept. */
const usedEveryMs = 60_000;

/** Programs that use the API. Only the SHA-256 of a token is kept. */
export class ApiTokens {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('api_token');
  }

  /** The token, which is shown this once. */
  async add(name: string, given: readonly Scope[], expiresAt?: Date): Promise<{ readonly id: string; readonly token: string }> {
    const token = `gwa_${randomBytes(32).toString('base64url')}`;
    const id = `tok_${randomBytes(8).toString('hex')}`;
    const sql = `INSERT INTO ${this.#table} (id, name, scopes, sha256, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`;
    await this.#store.write([{ sql, params: [id, name, given.join(' '), digestOf(token), Date.now(), expiresAt?.getTime() ?? null] }]);
    return { id, token };
  }

  /** Looked up by its SHA-256, so that how long that takes says nothing about a guess. */
  async find(token: string, now: number): Promise<ApiTokenEntry | undefined> {
    const sql = `SELECT * FROM ${this.#table} WHERE sha256 = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`;
    const [row] = await this.#store.query(sql, [digestOf(token), now]);
    if (!row) return undefined;
    const entry = entryOf(row);
    if ((entry.lastUsedAt?.getTime() ?? 0) < now - usedEveryMs)
      await this.#store.write([{ sql: `UPDATE ${this.#table} SET last_used_at = ? WHERE id = ?`, params: [now, entry.id] }]);
    return entry;
  }

  async list(): Promise<readonly ApiTokenEntry[]> {
    return (await this.#store.query(`SELECT * FROM ${this.#table} ORDER BY created_at, id`)).map(entryOf);
  }

  /** False when no living token has this id. */
  async revoke(id: string): Promise<boolean> {
    const sql = `UPDATE ${this.#table} SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`;
    const [result] = await this.#store.write([{ sql, params: [Date.now(), id] }]);
    return result?.changes === 1;
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const dateOf = (value: Row[string] | undefined): Date | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value));

const entryOf = (row: Row): ApiTokenEntry => ({
  id: String(row['id']),
  name: String(row['name']),
  scopes: scopesIn(String(row['scopes'])),
  createdAt: new Date(Number(row['created_at'])),
  expiresAt: dateOf(row['expires_at']),
  lastUsedAt: dateOf(row['last_used_at']),
  revokedAt: dateOf(row['revoked_at']),
});
