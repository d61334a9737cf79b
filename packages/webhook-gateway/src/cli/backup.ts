import { constants, copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadPlaces, type Places } from '../config/load-config.ts';
import { ConfigError } from '../config/settings.ts';
import { lockFolder } from '../folder-lock.ts';
import { checkKey, keyWarning } from './backup-key.ts';
import { afterRestore, stopHeldIn } from './restored.ts';
import { withStore } from './with-store.ts';

const databaseName = 'gateway.db';
/** Of the running process, and of no use to another one. */
const notKept = /^(lock\.db|gateway\.db|restoring\.db)/;
const unfinishedName = 'restoring.db';
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
  // An empty file is written into, and keeps its mode.
  await (await open(join(to, databaseName), 'wx', 0o600)).close();
  snapshot(join(places.folder, databaseName), join(to, databaseName));
  await copyNew(places.spool, join(to, 'spool'), (name) => spoolName.test(name));
  await copyNew(places.folder, to, (name) => !notKept.test(name));
  await syncAll(to);
  const files = (await readdir(join(to, 'spool'))).length;
  const not = `${await keyWarning(configFile)} The configuration, the recipes and the files that it names are not in it.`;
  process.stdout.write(`${to} holds the database and ${files} files that are not on Zenodo yet.${not}\n`);
}

/**
 * Puts a backup in the place of a database that is lost. What was deposited since is found at Zenodo by its key, and is not
 * made again; held drafts are stopped, since nobody knows any more whether somebody stopped them.
 *
 * @throws {ConfigError} there is a database, a gateway runs on it, or the key that it needs is not there
 */
export async function restore(configFile: string, source: string): Promise<void> {
  const places = await sqlitePlaces(
    configFile,
    'restore the dump, copy the spool back, and let `zenodo-gateway restored` stop what is held',
  );
  const from = resolve(source);
  await mkdir(places.folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(places.folder);
  try {
    const there: readonly string[] = await readdir(from).catch(() => []);
    if (!there.includes(databaseName)) throw new ConfigError(`The folder ${from} is no backup: it holds no ${databaseName}.`);
    if ((await readdir(places.folder)).includes(databaseName))
      throw new ConfigError(`There is a database in ${places.folder}; move the folder away first, so that nothing is lost by a slip.`);
    process.stdout.write(await checkKey(configFile, from, databaseName));
    await mkdir(places.spool, { recursive: true, mode: 0o700 });
    await copyNew(join(from, 'spool'), places.spool, (name) => spoolName.test(name));
    await copyNew(from, places.folder, (name) => !notKept.test(name));
    const made = join(places.folder, unfinishedName);
    await rm(made, { force: true });
    await copyFile(join(from, databaseName), made);
    const stopped = stopHeldIn(made);
    await syncAll(places.folder);
    // Last, and at once: a restore that was cut off before is begun again, and no database is there that would publish what is held.
    await rename(made, join(places.folder, databaseName));
    await syncAll(places.folder);
    const said = await withStore(configFile, (store) => afterRestore(store, stopped));
    process.stdout.write(`${places.folder} is as it was at the backup. ${said}\n`);
  } finally {
    lock.release();
  }
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
