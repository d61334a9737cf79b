import { constants, copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadPlaces, type Places } from '../config/load-config.ts';
import { ConfigError } from '../config/settings.ts';
import { lockFolder } from '../folder-lock.ts';
import { openStore } from '../tables/open-store.ts';

const databaseName = 'gateway.db';
/** Of the running process, and of no use to another one. */
const notKept = /^(lock\.db|gateway\.db)/;
const spoolName = /^[0-9a-f]{32}$/;

/**
 * Copies the database and the bytes that it names into a new folder, while the gateway runs. Bytes first, then a snapshot of
 * the database, then what came in between: so every file that the snapshot names is there, or on Zenodo already.
 *
 * @throws {ConfigError} the folder is there, or the database is no SQLite
 */
export async function backUp(configFile: string, target: string): Promise<void> {
  const places = await sqlitePlaces(configFile, 'pg_dump it between two copies of the spool');
  const to = resolve(target);
  await mkdir(join(to, 'spool'), { recursive: true, mode: 0o700 });
  if ((await readdir(to)).length > 1) throw new ConfigError(`The folder ${to} holds something already; name a new one.`);
  await copyNew(places.spool, join(to, 'spool'), (name) => spoolName.test(name));
  snapshot(join(places.folder, databaseName), join(to, databaseName));
  await copyNew(places.spool, join(to, 'spool'), (name) => spoolName.test(name));
  await copyNew(places.folder, to, (name) => !notKept.test(name));
  await syncAll(to);
  process.stdout.write(`${to} holds the database and ${(await readdir(join(to, 'spool'))).length} files that are not on Zenodo yet.\n`);
}

/**
 * Puts a backup in the place of a database that is lost. What was deposited since is found at Zenodo by its key, and is not
 * made again; held drafts are stopped, since nobody knows any more whether somebody stopped them.
 *
 * @throws {ConfigError} there is a database, or a gateway runs on it
 */
export async function restore(configFile: string, source: string): Promise<void> {
  const places = await sqlitePlaces(configFile, 'restore the dump and copy the spool back');
  const from = resolve(source);
  await mkdir(places.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(places.folder);
  try {
    const there: readonly string[] = await readdir(from).catch(() => []);
    if (!there.includes(databaseName)) throw new ConfigError(`The folder ${from} is no backup: it holds no ${databaseName}.`);
    if ((await readdir(places.folder)).includes(databaseName))
      throw new ConfigError(`There is a database in ${places.folder}; move the folder away first, so that nothing is lost by a slip.`);
    await mkdir(places.spool, { recursive: true, mode: 0o700 });
    await copyNew(join(from, 'spool'), places.spool, (name) => spoolName.test(name));
    await copyNew(from, places.folder, (name) => !notKept.test(name));
    // Last: a restore that was cut off before is begun again.
    await copyFile(join(from, databaseName), join(places.folder, databaseName));
    await syncAll(places.folder);
  } finally {
    lock.release();
  }
  const stopped = await stopHeldDrafts(places.folder);
  const drafts = stopped > 0 ? ` ${stopped} held drafts are stopped: look at \`zenodo-gateway draft list\`.` : '';
  process.stdout.write(`${places.folder} is as it was at the backup.${drafts} Start the gateway, then send again what came since.\n`);
}

async function sqlitePlaces(configFile: string, instead: string): Promise<Places> {
  const places = await loadPlaces(configFile);
  if (places.store === undefined) return places;
  throw new ConfigError(`The database is a PostgreSQL, and its own tools are for that: ${instead}.`);
}

/** One consistent moment of the database, whoever writes meanwhile. */
function snapshot(from: string, to: string): void {
  const database = new DatabaseSync(from);
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

/** Files that are not there yet; one that goes away meanwhile is on Zenodo. */
async function copyNew(from: string, to: string, wanted: (name: string) => boolean): Promise<void> {
  const known = new Set(await readdir(to));
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile() || !wanted(entry.name) || known.has(entry.name)) continue;
    await copyFile(join(from, entry.name), join(to, entry.name), constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const handle = await open(join(entry.parentPath, entry.name), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function stopHeldDrafts(folder: string): Promise<number> {
  const store = await openStore(folder);
  try {
    const sql = `UPDATE ${store.table('decision')} SET state = 'stopped', decided_by = 'the restore', decided_at = ?
                 WHERE mode = 'hold' AND state IN ('waiting', 'publishing')`;
    const [result] = await store.write([{ sql, params: [Date.now()] }]);
    return result?.changes ?? 0;
  } finally {
    await store.close();
  }
}
