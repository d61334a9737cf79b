import { DatabaseSync } from 'node:sqlite';
import type { Store } from '@zenodo-connect/nestjs';
import { withStore } from './with-store.ts';

/** Nobody knows any more whether somebody stopped them since. */
const stopHeld = (table: string): string =>
  `UPDATE ${table} SET state = 'stopped', decided_by = 'the restore', decided_at = ? WHERE mode = 'hold' AND state IN ('waiting', 'publishing')`;

/** Stops the held drafts of a SQLite file that is no gateway's yet, and says how many they are. */
export function stopHeldIn(file: string): number {
  const database = new DatabaseSync(file);
  try {
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'zenodo_decision'").get();
    return known ? Number(database.prepare(stopHeld('zenodo_decision')).run(Date.now()).changes) : 0;
  } finally {
    database.close();
  }
}

/** For a database that other tools put back: stops what is held, and says what else may have been decided otherwise since. */
export async function restored(configFile: string): Promise<void> {
  const said = await withStore(configFile, async (store) => {
    const [result] = await store.write([{ sql: stopHeld(store.table('decision')), params: [Date.now()] }]);
    return afterRestore(store, result?.changes ?? 0);
  });
  process.stdout.write(`${said}\n`);
}

/** What may have been decided otherwise since the backup, in sentences. */
export async function afterRestore(store: Store, stopped: number): Promise<string> {
  const [row] = await store.query(`SELECT COUNT(*) AS n FROM ${store.table('job')} WHERE state IN ('queued', 'running', 'waiting')`);
  const unfinished = Number(row?.['n'] ?? 0);
  return [
    ...(stopped > 0 ? [`${stopped} held drafts are stopped: look at \`zenodo-gateway draft list\`.`] : []),
    ...(unfinished > 0
      ? [
          `${unfinished} deposits were not done and go on with the start; if one was taken back since, start with \`deposits: { run: false }\` and take it back again.`,
        ]
      : []),
    'Tokens and people that were taken away since are there again: take them away once more.',
    'Start the gateway, then send again what came since.',
  ].join(' ');
}
