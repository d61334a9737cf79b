import type { Zenodo } from '@zenodo-connect/core';
import { atPath } from '../options-check.ts';
import { AccountUnavailableError, UnknownAccountError } from './account-errors.ts';
import { type AccountOptions, type AccountsOptions, defaultAccount } from './account-options.ts';

type MakeClient = (name: string, options: AccountOptions) => Zenodo;

interface Resolved {
  readonly options: AccountOptions;
  readonly client: Zenodo;
}

/** Clients of resolved accounts that are kept; each is some kilobytes. */
const mostResolved = 1_000;

/** The clients of all accounts, by name. */
export class ZenodoAccounts {
  /** The accounts that were named in the options. */
  readonly names: readonly string[];
  readonly #clients: ReadonlyMap<string, Zenodo>;
  readonly #guests: ReadonlySet<string>;
  readonly #find: AccountsOptions['resolveAccount'];
  readonly #make: MakeClient;
  readonly #resolved = new Map<string, Resolved>();

  constructor({ zenodo, accounts = {}, resolveAccount }: AccountsOptions, make: MakeClient) {
    const named = zenodo === undefined ? accounts : { [defaultAccount]: zenodo, ...accounts };
    this.#clients = new Map(
      Object.entries(named).map(([name, options]) => [name, atPath(pathOf(name, zenodo), () => make(name, options))]),
    );
    this.names = [...this.#clients.keys()];
    this.#guests = new Set(
      Object.entries(named).flatMap(([name, options]) => (!('deposit' in options) && options.token === undefined ? [name] : [])),
    );
    this.#find = resolveAccount;
    this.#make = make;
  }

  /**
   * The client of an account that was named in the options.
   *
   * @throws {UnknownAccountError} there is none; it lists those that there are
   */
  get(name: string = defaultAccount): Zenodo {
    const client = this.find(name);
    if (!client) throw new UnknownAccountError(name, this.names);
    return client;
  }

  find(name: string = defaultAccount): Zenodo | undefined {
    return this.#clients.get(name);
  }

  /** Whether it was given no token, and only reads what is public. */
  isGuest(name: string): boolean {
    return this.#guests.has(name);
  }

  /** Whether deposits may name it: one of the options, or any name when there is a `resolveAccount`. */
  mayBe(name: string): boolean {
    return this.#clients.has(name) || this.#find !== undefined;
  }

  /**
   * The same for accounts that `resolveAccount` finds too.
   *
   * @throws {UnknownAccountError} there is none
   * @throws {AccountUnavailableError} it could not be found out; try again later
   */
  async resolve(name: string): Promise<Zenodo> {
    const known = this.#clients.get(name);
    if (known) return known;
    const options = await this.#asked(name);
    if (options === undefined) throw new UnknownAccountError(name, this.names);
    const before = this.#resolved.get(name);
    // A client remembers what it learnt of limits and stops: it is kept while its options are.
    const client = before && isSame(before.options, options) ? before.client : this.#make(name, options);
    this.#resolved.delete(name);
    this.#resolved.set(name, { options, client });
    for (const oldest of [...this.#resolved.keys()].slice(0, -mostResolved)) this.#resolved.delete(oldest);
    return client;
  }

  async #asked(name: string): Promise<AccountOptions | undefined> {
    try {
      return await this.#find?.(name);
    } catch (error) {
      throw new AccountUnavailableError(name, error);
    }
  }
}

const pathOf = (name: string, zenodo: AccountOptions | undefined): string =>
  name === defaultAccount && zenodo !== undefined ? 'zenodo' : `accounts.${name}`;

function isSame(one: AccountOptions, other: AccountOptions): boolean {
  if (one === other) return true;
  if ('deposit' in one || 'deposit' in other) return false;
  const [a, b] = [Object.entries(one), Object.entries(other)];
  return a.length === b.length && a.every(([name, value]) => value === other[name as keyof typeof other]);
}
