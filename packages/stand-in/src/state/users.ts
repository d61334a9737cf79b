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

/** Every user of this process by id. An id names what is known of a user, so that the users of two stand-ins do not meet. */
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

/** The user with that id, if there is one. */
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
