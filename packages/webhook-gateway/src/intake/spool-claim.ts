import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../config/settings.ts';
import type { Inbox } from '../tables/inbox.ts';

/**
 * Makes sure that a spool is the one of this database: after a restore, or on a machine where the shared disk is not mounted,
 * jobs would otherwise miss their bytes one by one.
 *
 * @throws {ConfigError} it is another gateway's, or it is empty and the database names files in it
 */
export async function claimSpool(folder: string, instance: string, inbox: Inbox): Promise<void> {
  const marker = join(folder, 'gateway.id');
  const found = await ownerOf(marker);
  if (found === instance) return;
  if (found !== undefined)
    throw new ConfigError(`The spool ${folder} belongs to another gateway's database (${found}); give this one a spool of its own.`);
  const names = await inbox.spoolNames();
  if (names.size > 0 && !(await holdsFiles(folder, names)))
    throw new ConfigError(
      `The database names ${names.size} files in the spool ${folder}, and none of them is there; mount or restore it first.`,
    );
  await writeFile(marker, `${instance}\n`, { flag: 'wx', mode: 0o600 }).catch(async (error: NodeJS.ErrnoException) => {
    // Two gateways of one database may start at once.
    if (error.code !== 'EEXIST' || (await ownerOf(marker)) !== instance) throw error;
  });
}

async function ownerOf(marker: string): Promise<string | undefined> {
  return readFile(marker, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function holdsFiles(folder: string, names: ReadonlySet<string>): Promise<boolean> {
  return (await readdir(folder)).some((name) => names.has(name));
}
