import { createHash, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** The four accounts that are always there. */
export type Account = 'owner' | 'other' | 'fresh' | 'admin';

/** One access token for each account; `fresh` is a user whom nobody has verified. Users that were added are there by their accounts. */
export type Tokens = Readonly<Record<Account, string>> & Readonly<Record<string, string>>;

export interface User {
  readonly id: string;
  readonly account: string;
  /** Family name first. */
  readonly name: string;
  readonly affiliation: string;
  readonly verified: boolean;
}

const ALWAYS: readonly User[] = [
  { id: '3', account: 'owner', name: 'Owner, Olga', affiliation: 'Example', verified: true },
  { id: '4', account: 'other', name: 'Other, Otto', affiliation: 'Example', verified: true },
  { id: '8', account: 'fresh', name: 'Fresh, Frieda', affiliation: 'Example', verified: false },
  { id: '1', account: 'admin', name: 'Admin, Ada', affiliation: 'Example', verified: true },
];

/**
 * What is known of the users of this process, by id. An id is made of just that, so that whoever has it is shown alike by every stand-in;
 * whether a store has that user, its `Users` say.
 */
const known = new Map(ALWAYS.map((user) => [user.id, user]));

/** The users of a store: the four, and those that were added. Kept with their tokens over restarts. */
export class Users {
  readonly #db: DatabaseSync;
  readonly #users = new Map<string, User>();
  readonly #tokens: Record<string, string> = {};

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec('CREATE TABLE IF NOT EXISTS users (account TEXT PRIMARY KEY, doc TEXT NOT NULL, token TEXT NOT NULL) STRICT;');
    for (const user of ALWAYS) this.#keep(user);
    for (const { account, doc, token } of db.prepare('SELECT account, doc, token FROM users ORDER BY rowid').all())
      this.#hold(JSON.parse(String(doc)) as User, String(account), String(token));
  }

  /** By account; one object for the life of the store, which users that are added join. */
  get tokens(): Tokens {
    return this.#tokens as Tokens;
  }

  all(): readonly User[] {
    return [...this.#users.values()];
  }

  withAccount(account: string): User | undefined {
    return this.#users.get(account);
  }

  withId(id: string | undefined): User | undefined {
    return this.all().find((user) => user.id === id);
  }

  /** Whose token this is. An unknown one belongs to nobody, as on Zenodo. */
  withToken(token: string | undefined): User | undefined {
    return token === undefined ? undefined : this.all().find(({ account }) => this.#tokens[account] === token);
  }

  /** Adds a user; one whose account is there stays as it is. */
  add(given: Omit<User, 'id'>): User {
    return this.#users.get(given.account) ?? this.#keep({ ...given, id: idOf(given) });
  }

  /** Forgets the users that were added. */
  clear(): void {
    for (const { account } of this.all()) {
      if (ALWAYS.some((user) => user.account === account)) continue;
      this.#db.prepare('DELETE FROM users WHERE account = ?').run(account);
      this.#users.delete(account);
      delete this.#tokens[account];
    }
  }

  /**
   * Gives an account a token that is known beforehand; the one that it had is worth nothing any more.
   *
   * @throws {Error} no such account, or no token
   */
  setToken(account: string, token: string): void {
    if (!this.#users.has(account))
      throw new Error(`There is no account "${account}"; the accounts are ${Object.keys(this.#tokens).join(', ')}`);
    if (!/^[\x21-\x7e]{8,200}$/.test(token)) throw new Error(`The token of "${account}" has to be 8 to 200 characters without spaces`);
    if (Object.entries(this.#tokens).some(([other, known]) => other !== account && known === token))
      throw new Error(`"${account}" has the token of another account; give each its own`);
    this.#db.prepare('UPDATE users SET token = ? WHERE account = ?').run(token, account);
    this.#tokens[account] = token;
  }

  #keep(user: User): User {
    const token = randomBytes(30).toString('hex');
    this.#db.prepare('INSERT OR IGNORE INTO users (account, doc, token) VALUES (?, ?, ?)').run(user.account, JSON.stringify(user), token);
    this.#hold(user, user.account, token);
    return user;
  }

  #hold(user: User, account: string, token: string): void {
    known.set(user.id, user);
    this.#users.set(account, user);
    this.#tokens[account] = token;
  }
}

function idOf(given: Omit<User, 'id'>): string {
  const { account, name, affiliation, verified } = given;
  const digest = createHash('sha256')
    .update(JSON.stringify([account, name, affiliation, verified]))
    .digest();
  return String(1_000 + (digest.readUInt32BE() % 2_000_000_000));
}

/** What is known of the user with that id, who may be another stand-in's or one that was forgotten. */
export function findUser(id: string): User | undefined {
  return known.get(id);
}

/** The address that the user can be written to. */
export function emailOf({ account }: User): string {
  return `${account}@example.org`;
}

/** True for a user whom somebody has verified. */
export function isVerified(id: string): boolean {
  return known.get(id)?.verified ?? false;
}
