import type { Store } from '@zenodo-connect/nestjs';
import { loadPlaces, type Places } from '../config/load-config.ts';
import { openStore } from '../tables/open-store.ts';

/** The gateway's database for the time of one command, which needs no secret; the gateway itself may run meanwhile. */
export async function withStore<T>(configFile: string, use: (store: Store, places: Places) => Promise<T>): Promise<T> {
  const places = await loadPlaces(configFile);
  const store = await openStore(places.folder, places.store);
  try {
    return await use(store, places);
  } finally {
    await store.close();
  }
}
