import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How much a gateway keeps: inbox rows, jobs, events, and files in the spool. */
export async function keptIn(dataFolder: string): Promise<{ inbox: number; jobs: number; events: number; spool: number }> {
  const database = new DatabaseSync(join(dataFolder, 'gateway.db'), { readOnly: true });
  const count = (table: string): number => Number(database.prepare(`SELECT COUNT(*) AS n FROM zenodo_${table}`).get()?.['n']);
  const kept = {
    inbox: count('inbox'),
    jobs: count('job'),
    events: count('outbox'),
    spool: (await readdir(join(dataFolder, 'spool'))).length,
  };
  database.close();
  return kept;
}
