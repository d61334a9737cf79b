import type { Zenodo, ZenodoOptions } from '@zenodo-connect/core';

/** One account at Zenodo: options of a client that is made here, or a client. Its `token` may be a function, asked before each call. */
export type AccountOptions = ZenodoOptions | Zenodo;

/** The account of those who name none. */
export const defaultAccount = 'default';

export interface AccountsOptions {
  /** The account called `default`: the one that `@InjectZenodo()` gives and deposits use that name none. */
  readonly zenodo?: AccountOptions | undefined;
  /** Further accounts by name, at any hosts. The name of one goes into the keys of its deposits, so keep it. */
  readonly accounts?: Readonly<Record<string, AccountOptions>> | undefined;
  /**
   * Finds accounts that are not known at the start, such as those of users: by the name that a deposit carries. Asked again for each
   * deposit; undefined where there is none of that name. What it throws is tried again later.
   */
  readonly resolveAccount?: ((name: string) => AccountOptions | undefined | Promise<AccountOptions | undefined>) | undefined;
}
