import type { AccountsOptions } from './accounts/account-options.ts';
import type { DepositsOptions } from './deposits/deposits-options.ts';
import type { EventsOptions } from './events/events-options.ts';
import type { PostgresStoreOptions } from './store/postgres-store.ts';
import type { SqliteStoreOptions } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

/** One account at least: `zenodo`, one of `accounts`, or those that `resolveAccount` finds. */
export interface ZenodoModuleOptions extends AccountsOptions {
  /** Where a SQLite file or a PostgreSQL database is (opened, migrated and closed here), or an open store that its owner closes. */
  readonly store: Store | SqliteStoreOptions | PostgresStoreOptions;
  /**
   * Whether all processes on the store keep Zenodo's rate limit together, as Zenodo counts them; costs two small writes a
   * call. Default: with PostgreSQL, and when deposits have a thread of their own. Not for a client that was made elsewhere.
   */
  readonly sharedRate?: boolean;
  readonly deposits?: DepositsOptions;
  readonly events?: EventsOptions;
  /** Whether core's calls are told to Nest's logger, as debug lines. Default false. */
  readonly logCalls?: boolean;
}

/** For `forRootAsync({ useClass })` and `useExisting`. */
export interface ZenodoOptionsFactory {
  create(): ZenodoModuleOptions | Promise<ZenodoModuleOptions>;
}
