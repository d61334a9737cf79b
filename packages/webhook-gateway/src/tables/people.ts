import { createHash, randomBytes } from 'node:crypto';
import { StaleWriteError, type Statement, type Store } from '@zenodo-connect/nestjs';
import { type Scope, scopesIn } from '../people/scopes.ts';

export interface PersonEntry {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly password: string;
  readonly failures: number;
  readonly lockedUntil: number;
}

/** People, how they get in for the first time, and their sessions. Of links and sessions only the SHA-256 is kept. */
export class People {
  readonly #store: Store;
  readonly #people: string;
  readonly #invitations: string;
  readonly #sessions: string;

  constructor(store: Store) {
    this.#store = store;
    this.#people = store.table('person');
    this.#invitations = store.table('invitation');
    this.#sessions = store.table('session');
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#store.query(`SELECT 1 AS one FROM ${this.#people} LIMIT 1`)).length === 0;
  }

  async find(name: string): Promise<PersonEntry | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#people} WHERE name = ?`, [name]);
    if (!row) return undefined;
    return {
      name: String(row['name']),
      scopes: scopesIn(String(row['scopes'])),
      password: String(row['password']),
      failures: Number(row['failures']),
      lockedUntil: Number(row['locked_until'] ?? 0),
    };
  }

  async list(): Promise<readonly { readonly name: string; readonly scopes: readonly Scope[] }[]> {
    const rows = await this.#store.query(`SELECT name, scopes FROM ${this.#people} ORDER BY name`);
    return rows.map((row) => ({ name: String(row['name']), scopes: scopesIn(String(row['scopes'])) }));
  }

  /** The secret part of a link that makes one person, once, until it ends. */
  async invite(given: readonly Scope[], now: number, endsAt: number): Promise<string> {
    const secret = newSecret();
    const sql = `INSERT INTO ${this.#invitations} (sha256, scopes, created_at, expires_at) VALUES (?, ?, ?, ?)`;
    await this.#store.write([{ sql, params: [digestOf(secret), given.join(' '), now, endsAt] }]);
    return secret;
  }

  async isInvitation(secret: string, now: number): Promise<boolean> {
    const sql = `SELECT 1 AS one FROM ${this.#invitations} WHERE sha256 = ? AND used_at IS NULL AND expires_at > ?`;
    return (await this.#store.query(sql, [digestOf(secret), now])).length > 0;
  }

  /** Uses the link up. False when it is none any more, or the name is taken. */
  async join(secret: string, name: string, password: string, now: number): Promise<boolean> {
    const digest = digestOf(secret);
    return this.#written([
      {
        sql: `UPDATE ${this.#invitations} SET used_at = ? WHERE sha256 = ? AND used_at IS NULL AND expires_at > ?`,
        params: [now, digest, now],
        expectChanges: 1,
      },
      {
        sql: `INSERT INTO ${this.#people} (name, password, scopes, created_at)
              SELECT CAST(? AS TEXT), CAST(? AS TEXT), scopes, CAST(? AS BIGINT) FROM ${this.#invitations} WHERE sha256 = ? ON CONFLICT (name) DO NOTHING`,
        params: [name, password, now, digest],
        expectChanges: 1,
      },
    ]);
  }

  async failed(name: string, lockedUntil: number): Promise<void> {
    const sql = `UPDATE ${this.#people} SET failures = failures + 1, locked_until = ? WHERE name = ?`;
    await this.#store.write([{ sql, params: [lockedUntil, name] }]);
  }

  /** The secret of a new session. */
  async signedIn(name: string, now: number, endsAt: number): Promise<string> {
    const secret = newSecret();
    await this.#store.write([
      { sql: `UPDATE ${this.#people} SET failures = 0, locked_until = NULL, signed_in_at = ? WHERE name = ?`, params: [now, name] },
      { sql: `DELETE FROM ${this.#sessions} WHERE expires_at < ?`, params: [now] },
      {
        sql: `INSERT INTO ${this.#sessions} (sha256, person, created_at, expires_at) VALUES (?, ?, ?, ?)`,
        params: [digestOf(secret), name, now, endsAt],
      },
    ]);
    return secret;
  }

  async ofSession(secret: string, now: number): Promise<{ readonly name: string; readonly scopes: readonly Scope[] } | undefined> {
    const sql = `SELECT p.name, p.scopes FROM ${this.#sessions} s JOIN ${this.#people} p ON p.name = s.person WHERE s.sha256 = ? AND s.expires_at > ?`;
    const [row] = await this.#store.query(sql, [digestOf(secret), now]);
    return row && { name: String(row['name']), scopes: scopesIn(String(row['scopes'])) };
  }

  async signOut(secret: string): Promise<void> {
    await this.#store.write([{ sql: `DELETE FROM ${this.#sessions} WHERE sha256 = ?`, params: [digestOf(secret)] }]);
  }

  async #written(statements: readonly Statement[]): Promise<boolean> {
    try {
      await this.#store.write(statements);
      return true;
    } catch (error) {
      if (error instanceof StaleWriteError) return false;
      throw error;
    }
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url');
const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
