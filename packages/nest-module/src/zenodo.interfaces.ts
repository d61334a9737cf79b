import type { Zenodo, ZenodoOptions } from '@zenodo-connect/core';
import type { DepositsOptions } from './deposits/deposits-options.ts';
import type { PostgresStoreOptions } from './store/postgres-store.ts';
import type { SqliteStoreOptions } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

export interface ZenodoModuleOptions {
  /** Options of a client that is made here, or a client. */
  readonly zenodo: ZenodoOptions | Zenodo;
  /** Where a SQLite file or a PostgreSQL database is (opened, migrated and closed here), or an open store that its owner closes. */
  readonly store: Store | SqliteStoreOptions | PostgresStoreOptions;
  /**
   * Whether all processes on the store keep Zenodo's rate limit together, as Zenodo counts them; costs two small writes a
   * call. Default: with PostgreSQL. Not for a client that was made elsewhere.
   */
  readonly sharedRate?: boolean;
  readonly deposits?: DepositsOptions;
}
