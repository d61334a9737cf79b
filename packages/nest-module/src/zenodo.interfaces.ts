import type { Zenodo, ZenodoOptions } from '@zenodo-connect/core';
import type { DepositsOptions } from './deposits/deposits-options.ts';
import type { SqliteStoreOptions } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

export interface ZenodoModuleOptions {
  /** Options of a client that is made here, or a client. */
  readonly zenodo: ZenodoOptions | Zenodo;
  /** Where a SQLite file is to be (opened, migrated and closed here), or an open store that its owner closes. */
  readonly store: Store | SqliteStoreOptions;
  readonly deposits?: DepositsOptions;
}
