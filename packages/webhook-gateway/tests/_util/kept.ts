import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { besideGateway } from './store.ts';

/** How much a gateway keeps: inbox rows, jobs, events, and files in the spool. */
export async function keptIn(dataFolder: string): Promise<{ inbox: number; jobs: number; events: number; spool: number }> {
  return besideGateway(dataFolder, async (store) => {
    const count = async (table: string) => Number((await store.query(`SELECT COUNT(*) AS n FROM ${store.table(table)}`))[0]?.['n']);
    return {
      inbox: await count('inbox'),
      jobs: await count('job'),
      events: await count('outbox'),
      spool: (await readdir(join(dataFolder, 'spool'))).length,
    };
  });
}
