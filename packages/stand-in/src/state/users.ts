import { randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** The four accounts of a stand-in. */
export type Account = 'owner' | 'other' | 'fresh' | 'admin';

/** One access token for each account. `fresh` is a user whom nobody has verified. */
export type Tokens = Readonly<Record<Account, string>>;

export interface User {
  readonly id: string;
  readonly account: Account;
}

const USERS: readonly User[] = [
  { id: '1', account: 'admin' },
  { id: '3', account: 'owner' },
  { id: '4', account: 'other' },
  { id: '8', account: 'fresh' },
];

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
