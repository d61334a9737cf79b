import { NestFactory } from '@nestjs/core';
import { DepositsService, type Store, ZenodoModule } from '@zenodo-connect/nestjs';
import type { Places } from '../config/load-config.ts';
import { withStore } from './with-store.ts';

/** The gateway's deposits for the time of one command. Zenodo is asked nothing here, so no token is needed; a running gateway sees what changed. */
export async function withDeposits<T>(
  configFile: string,
  use: (deposits: DepositsService, store: Store, places: Places) => Promise<T>,
): Promise<T> {
  return withStore(configFile, async (store, places) => {
    const { zenodoUrl, giveUpAfterMs } = places;
    const options = {
      zenodo: { baseUrl: zenodoUrl, token: 'not-used' },
      store,
      deposits: { run: false, ...(giveUpAfterMs !== undefined && { giveUpAfterMs }) },
    };
    const app = await NestFactory.createApplicationContext(ZenodoModule.forRoot(options), { logger: false, abortOnError: false });
    try {
      return await use(app.get(DepositsService), store, places);
    } finally {
      await app.close();
    }
  });
}
