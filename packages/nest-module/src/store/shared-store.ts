import { createPostgresStore } from './postgres-store.ts';
import { sharedSqliteStore } from './sqlite-store.ts';
import type { SharedStore, Store } from './store.ts';

/**
 * Opens in a worker thread what `share` of a store gave to it. Close it at the end of the thread.
 *
 * @throws {StoreError} the PostgreSQL database cannot be reached
 */
export async function openSharedStore(how: SharedStore['how']): Promise<Store> {
  return 'sqlite' in how ? sharedSqliteStore(how) : createPostgresStore(how);
}
