import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyPlace, loadKey } from '../config/load-config.ts';
import { type Sealed, SecretBox } from '../subscribers/secret-box.ts';
import { sealedOne } from '../subscribers/subscription-book.ts';

/** Said by a backup that lacks the key, which the configuration keeps elsewhere. */
export async function keyWarning(configFile: string): Promise<string> {
  const place = await keyPlace(configFile);
  return place === undefined ? '' : ` The gateway key is not in it (${place}): keep a copy of that elsewhere.`;
}

/**
 * Whether the key that the gateway is going to have opens what the backup holds, looked at before anything is copied.
 *
 * @returns what is to be said of it
 * @throws {ConfigError} it does not, or there is none
 */
export async function checkKey(configFile: string, from: string, database: string): Promise<string> {
  const [key, place] = [await loadKey(configFile), await keyPlace(configFile)];
  const sealed = sealedInFile(join(from, database));
  if (key !== undefined || sealed.length > 0) await SecretBox.open(from, key, sealed);
  return place === undefined ? '' : `The gateway key is not part of the backup; ${place} is used, and it opens what is sealed there.\n`;
}

/** A database of an older gateway has none. */
function sealedInFile(file: string): readonly Sealed[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const column = database.prepare("SELECT 1 FROM pragma_table_info('zenodo_subscriber') WHERE name = 'sealed'").get();
    if (!column) return [];
    const rows = database.prepare('SELECT name, sealed FROM zenodo_subscriber WHERE sealed IS NOT NULL ORDER BY name').all();
    return rows.map(({ name, sealed }) => sealedOne(String(name), String(sealed)));
  } finally {
    database.close();
  }
}
