import { createHash, randomBytes } from 'node:crypto';
import type { Row, Store } from '@zenodo-connect/nestjs';

export interface TokenEntry {
  readonly id: string;
  readonly route: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | undefined;
}

/** How long a token that was found stays found without asking the table: also how long a revoked one may still work. */
const rememberMs = 1_000;

/** Who may send to which route. Only the SHA-256 of a token is kept, so a copy of the database opens no door. */
export class Tokens {
  readonly #store: Store;
  readonly #table: string;
  readonly #remembered = new Map<string, { readonly route: string; readonly until: number }>();

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('token');
  }

  /** The token, which is shown this once. */
  async add(route: string): Promise<string> {
    const token = `gwi_${randomBytes(32).toString('base64url')}`;
    const params = [`tok_${randomBytes(6).toString('hex')}`, route, digestOf(token), Date.now()];
    await this.#store.write([{ sql: `INSERT INTO ${this.#table} (id, route, sha256, created_at) VALUES (?, ?, ?, ?)`, params }]);
    return token;
  }

  /**
   * The route that a token opens. It is looked up by its SHA-256, so how long that takes says nothing about how much of a
   * guess is right.
   */
  async routeOf(token: string): Promise<string | undefined> {
    const digest = digestOf(token);
    const known = this.#remembered.get(digest);
    if (known && known.until > Date.now()) return known.route;
    const [row] = await this.#store.query(`SELECT route FROM ${this.#table} WHERE sha256 = ? AND revoked_at IS NULL`, [digest]);
    if (!row) {
      this.#remembered.delete(digest);
      return undefined;
    }
    const route = String(row['route']);
    this.#remembered.set(digest, { route, until: Date.now() + rememberMs });
    return route;
  }

  async list(): Promise<readonly TokenEntry[]> {
    return (await this.#store.query(`SELECT id, route, created_at, revoked_at FROM ${this.#table} ORDER BY created_at, id`)).map(entryOf);
  }

  /** False when no living token has this id. */
  async revoke(id: string): Promise<boolean> {
    const sql = `UPDATE ${this.#table} SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`;
    const [result] = await this.#store.write([{ sql, params: [Date.now(), id] }]);
    return result?.changes === 1;
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const entryOf = (row: Row): TokenEntry => ({
  id: String(row['id']),
  route: String(row['route']),
  createdAt: new Date(Number(row['created_at'])),
  revokedAt: row['revoked_at'] === null ? undefined : new Date(Number(row['revoked_at'])),
});
