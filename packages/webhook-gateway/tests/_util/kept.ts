import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { besideGateway } from './store.ts';

/** How much a gateway keeps: inbox rows, jobs, events (but for those that say that something was refused), and files in the spool. */
export async function keptIn(dataFolder: string): Promise<{ inbox: number; jobs: number; events: number; spool: number }> {
  return besideGateway(dataFolder, async (store) => {
    const count = async (table: string, where = '') =>
      Number((await store.query(`SELECT COUNT(*) AS n FROM ${store.table(table)} ${where}`))[0]?.['n']);
    return {
      inbox: await count('inbox'),
      jobs: await count('job'),
      events: await count('outbox', "WHERE type <> 'inbound.refused'"),
      spool: (await readdir(join(dataFolder, 'spool'))).length,
    };
  });
}
