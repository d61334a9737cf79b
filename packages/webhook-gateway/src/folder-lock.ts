import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from './config/settings.ts';

/**
 * Makes sure that one gateway uses a folder: a second one would sweep the first one's unfinished files away and take its
 * jobs. The lock is the operating system's, so it ends with the process however that ends.
 *
 * @throws {ConfigError} another gateway runs on this folder
 */
export function lockFolder(folder: string): { release(): void } {
  const database = new DatabaseSync(join(folder, 'lock.db'));
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new ConfigError(`Another gateway runs on the folder ${folder}; stop it, or give this one a folder of its own.`);
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}
