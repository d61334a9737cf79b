import type { Store } from '@zenodo-connect/nestjs';
import { openStore } from '../../src/tables/open-store.ts';

/** Which store the gateways of the tests have: their own SQLite, or what a suite for another database opens. */
export const testStore: { open?: () => Promise<Store>; current?: Store | undefined } = {};

/** Uses the store of the test's gateway beside it, as a command does. */
export async function besideGateway<T>(folder: string, use: (store: Store) => Promise<T>): Promise<T> {
  if (testStore.current) return use(testStore.current);
  const store = await openStore(folder);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
