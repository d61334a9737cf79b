import { randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** The four accounts of a stand-in. */
export type Account = 'owner' | 'other' | 'fresh' | 'admin';

/** One access token for each account. `fresh` is a user whom nobody has verified. */
export type Tokens = Readonly<Record<Account, string>>;

export interface User {
  readonly id: string;
  readonly account: Account;
  /** Family name first. */
  readonly name: string;
  readonly affiliation: string;
}

const USERS: readonly User[] = [
  { id: '1', account: 'admin', name: 'Admin, Ada', affiliation: 'Example' },
  { id: '3', account: 'owner', name: 'Owner, Olga', affiliation: 'Example' },
  { id: '4', account: 'other', name: 'Other, Otto', affiliation: 'Example' },
  { id: '8', account: 'fresh', name: 'Fresh, Frieda', affiliation: 'Example' },
];

export const allUsers = (): readonly User[] => USERS;

/** The account with that id, if there is one. */
export function findUser(id: string): User | undefined {
  return USERS.find((user) => user.id === id);
}

/** The address that the user can be written to. */
export function emailOf({ account }: User): string {
  return `${account}@example.org`;
}

/** The id of an account's user. */
export function userIdOf(account: Account): string {
  return USERS.find((user) => user.account === account)!.id;
}

/** True for a user whom somebody has verified. */
export function isVerified(id: string): boolean {
  return USERS.some((user) => user.id === id && user.account !== 'fresh');
}

/** The tokens of this store, the same ones after each restart. */
export function tokensOf(store: Store): Tokens {
  const token = (account: Account): string => store.setting(`token-${account}`, () => randomBytes(30).toString('hex'));
  return { owner: token('owner'), other: token('other'), fresh: token('fresh'), admin: token('admin') };
}

/** Whose token this is. An unknown one belongs to nobody, as on Zenodo. */
export function userOf(tokens: Tokens, token: string | undefined): User | undefined {
  return token === undefined ? undefined : USERS.find((user) => tokens[user.account] === token);
}
