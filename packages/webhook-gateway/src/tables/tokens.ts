import { hash, randomBytes } from 'node:crypto';
import type { Row, Store } from '@zenodo-connect/nestjs';

export interface TokenEntry {
  readonly id: string;
  readonly route: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | undefined;
  /** When it ends by itself, since another one took its place. */
  readonly endsAt: Date | undefined;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
  /** When it first came over a connection that others can read. */
  readonly exposedAt: Date | undefined;
}

/** How long a token that was found stays found without asking the table: also how long a revoked one may still work. */
const rememberMs = 1_000;
/** How exactly it is known when a token was last used. */
const useMs = 60_000;

interface Remembered {
  readonly route: string;
  readonly until: number;
}

/** Who may send to which route. Only the SHA-256 of a token is kept, so a copy of the database opens no door. */
export class Tokens {
  readonly #store: Store;
  readonly #table: string;
  readonly #remembered = new Map<string, Remembered>();
  readonly #used = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('token');
  }

  /** The token, which is shown this once. */
  async add(route: string): Promise<string> {
    const { token, statement } = this.#made(route);
    await this.#store.write([statement]);
    return token;
  }

  /**
   * Another token for the route of this one, which ends after the overlap: time to bring the new one to the instrument.
   * Undefined when no living token has this id.
   */
  async rotate(id: string, overlapMs: number): Promise<string | undefined> {
    const now = Date.now();
    const sql = `SELECT route FROM ${this.#table} WHERE id = ? AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > ?)`;
    const [row] = await this.#store.query(sql, [id, now]);
    if (!row) return undefined;
    const { token, statement } = this.#made(String(row['route']));
    const end = {
      sql: `UPDATE ${this.#table} SET ends_at = ? WHERE id = ? AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > ?)`,
      params: [now + overlapMs, id, now],
      expectChanges: 1,
    };
    await this.#store.write([statement, end]);
    return token;
  }

  /**
   * The route that a token opens. It is looked up by its SHA-256, so how long that takes says nothing about how much of a
   * guess is right.
   */
  async routeOf(token: string): Promise<string | undefined> {
    const digest = digestOf(token);
    const now = Date.now();
    const known = this.#remembered.get(digest);
    if (known && known.until > now) return known.route;
    const sql = `SELECT route, ends_at FROM ${this.#table} WHERE sha256 = ? AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > ?)`;
    const [row] = await this.#store.query(sql, [digest, now]);
    if (!row) {
      this.#remembered.delete(digest);
      return undefined;
    }
    const route = String(row['route']);
    this.#remembered.set(digest, { route, until: Math.min(now + rememberMs, Number(row['ends_at'] ?? Infinity)) });
    await this.#noteUse(digest, now);
    return route;
  }

  /** Notes that a token came where others can read it. */
  async expose(token: string): Promise<void> {
    const sql = `UPDATE ${this.#table} SET exposed_at = ? WHERE sha256 = ? AND exposed_at IS NULL`;
    await this.#store.write([{ sql, params: [Date.now(), digestOf(token)] }]);
  }

  async list(): Promise<readonly TokenEntry[]> {
    return (await this.#store.query(`SELECT * FROM ${this.#table} ORDER BY created_at, id`)).map(entryOf);
  }

  /** False when no living token has this id. */
  async revoke(id: string): Promise<boolean> {
    const sql = `UPDATE ${this.#table} SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`;
    const [result] = await this.#store.write([{ sql, params: [Date.now(), id] }]);
    return result?.changes === 1;
  }

  async #noteUse(digest: string, now: number): Promise<void> {
    if ((this.#used.get(digest) ?? 0) + useMs > now) return;
    this.#used.set(digest, now);
    await this.#store.write([{ sql: `UPDATE ${this.#table} SET last_used_at = ? WHERE sha256 = ?`, params: [now, digest] }]);
  }

  #made(route: string) {
    const token = `gwi_${randomBytes(32).toString('base64url')}`;
    const params = [`tok_${randomBytes(6).toString('hex')}`, route, digestOf(token), Date.now()];
    return { token, statement: { sql: `INSERT INTO ${this.#table} (id, route, sha256, created_at) VALUES (?, ?, ?, ?)`, params } };
  }
}

const digestOf = (token: string): string => hash('sha256', token);

const dateOf = (value: Row[string] | undefined): Date | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value));

const entryOf = (row: Row): TokenEntry => ({
  id: String(row['id']),
  route: String(row['route']),
  createdAt: new Date(Number(row['created_at'])),
  revokedAt: dateOf(row['revoked_at']),
  endsAt: dateOf(row['ends_at']),
  lastUsedAt: dateOf(row['last_used_at']),
  exposedAt: dateOf(row['exposed_at']),
});
