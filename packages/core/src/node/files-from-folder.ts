import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { fileGlob } from '../identifiers/file-glob.ts';
import { ensureFileLimits, type FileLimits } from '../identifiers/file-limits.ts';
import type { FileSource } from '../types/file-source.ts';
import { onDisk } from './disk-error.ts';
import { fileFromPath } from './file-from-path.ts';

export interface FolderOptions {
  /** Patterns of paths below the folder (`*.csv`, `raw/**`). Default: all. */
  readonly include?: string | readonly string[];
  /** Patterns of paths to leave out. */
  readonly exclude?: string | readonly string[];
  /** Takes files and folders whose names begin with a dot. Default false. */
  readonly hidden?: boolean;
  /**
   * What links become: `refuse` stops, `skip` leaves them out, `follow` takes what they lead to, as long as that lies
   * inside the folder. Default `refuse`, so that nothing is missing unnoticed and nothing comes from elsewhere.
   */
  readonly links?: 'refuse' | 'skip' | 'follow';
}

export interface FilesFromFolderOptions extends FolderOptions {
  /** The limits of the record. */
  readonly limits?: FileLimits;
}

/** A file below a folder. */
export interface FolderFile {
  /** From the folder on, parts divided by `/`. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The files of a folder and of those in it, each under its path from there (`raw/scan.xy`), in the order of their names.
 * Zenodo keeps such keys as they are and shows them in one flat list.
 *
 * @throws {ConfigurationError} no file fits, one is empty, a link or a special file, or Zenodo takes no so many
 * @throws {DiskError} a folder is not there or not readable
 */
export async function filesFromFolder(folder: string, { limits, ...options }: FilesFromFolderOptions = {}): Promise<FileSource[]> {
  const found = await folderFiles(folder, options);
  ensureFileLimits(
    found.map(({ name, size }) => ({ key: name, size })),
    limits,
  );
  return Promise.all(found.map(({ name, path }) => fileFromPath(path, { key: name })));
}

/** Empty files too; sorted by the code units of their names, which is the same everywhere. */
export async function folderFiles(folder: string, options: FolderOptions = {}): Promise<FolderFile[]> {
  const { links = 'refuse', include = '**', exclude = [] } = options;
  if (!['refuse', 'skip', 'follow'].includes(links)) throw new ConfigurationError('"links" must be "refuse", "skip" or "follow".');
  if (!(await onDisk('read', folder, () => stat(folder))).isDirectory())
    throw new ConfigurationError(`${folder} is no folder; use fileFromPath for a file.`);
  const walk: Walk = {
    root: await realpath(folder),
    links,
    hidden: options.hidden ?? false,
    isIncluded: fileGlob(include),
    isExcluded: fileGlob(exclude),
  };
  const found = await filesBelow(walk, folder, '', new Set([walk.root]));
  if (found.length === 0)
    throw new ConfigurationError(`${folder} has no file that is to be taken; look at "include", "exclude" and "hidden".`);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Walk {
  readonly root: string;
  readonly links: 'refuse' | 'skip' | 'follow';
  readonly hidden: boolean;
  readonly isIncluded: (name: string) => boolean;
  readonly isExcluded: (name: string) => boolean;
}

/** @param above - folders in which this one lies, by their real paths: a link that leads back to one would never end */
async function filesBelow(walk: Walk, folder: string, prefix: string, above: ReadonlySet<string>): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  for (const entry of await onDisk('read', folder, () => readdir(folder))) {
    const name = prefix + entry;
    const path = join(folder, entry);
    if ((entry.startsWith('.') && !walk.hidden) || walk.isExcluded(name)) continue;
    const status = await lstat(path);
    const isLink = status.isSymbolicLink();
    if (isLink && walk.links !== 'follow') {
      if (walk.links === 'skip' || !(await mayHoldWanted(walk, path, name))) continue;
      throw new ConfigurationError(`${path} is a link; say "links: 'follow'" or "links: 'skip'", or exclude it.`);
    }
    const real = isLink ? await followed(walk, path) : status;
    if (real.isDirectory()) {
      const place = await realpath(path);
      if (above.has(place)) throw new ConfigurationError(`${path} leads back to a folder that holds it; exclude it.`);
      found.push(...(await filesBelow(walk, path, `${name}/`, new Set([...above, place]))));
    } else if (walk.isIncluded(name)) {
      if (!real.isFile()) throw new ConfigurationError(`${path} is no regular file but a device, pipe or socket; exclude it.`);
      found.push({ name, path, size: real.size });
    }
  }
  return found;
}

async function followed({ root }: Walk, path: string) {
  const place = await realpath(path);
  if (place !== root && !place.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new ConfigurationError(`${path} leads out of the folder; exclude it, or give the file by fileFromPath.`);
  return stat(path);
}

/** A link to a file that no pattern wants is none of ours. */
async function mayHoldWanted({ isIncluded }: Walk, path: string, name: string): Promise<boolean> {
  return isIncluded(name) || (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
