import type { Store } from '@zenodo-connect/nestjs';
import type { GatewayConfig } from '../config/gateway-config.ts';
import { loadConfig } from '../config/load-config.ts';
import { openStore } from '../tables/open-store.ts';

/** The gateway's database for the time of one command; the gateway itself may run meanwhile. */
export async function withStore<T>(configFile: string, use: (store: Store, config: GatewayConfig) => Promise<T>): Promise<T> {
  const config = await loadConfig(configFile);
  const store = await openStore(config.folder);
  try {
    return await use(store, config);
  } finally {
    await store.close();
  }
}
