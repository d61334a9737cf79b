import type { Store } from '@zenodo-connect/nestjs';
import { loadPlaces } from '../config/load-config.ts';
import { openStore } from '../tables/open-store.ts';

/** The gateway's database for the time of one command, which needs no secret; the gateway itself may run meanwhile. */
export async function withStore<T>(configFile: string, use: (store: Store, routes: string) => Promise<T>): Promise<T> {
  const { folder, routes } = await loadPlaces(configFile);
  const store = await openStore(folder);
  try {
    return await use(store, routes);
  } finally {
    await store.close();
  }
}
