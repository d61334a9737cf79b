import { ConfigurationError } from '../errors/configuration-error.ts';
import { fileGlob } from '../identifiers/file-glob.ts';
import type { DownloadOptions } from '../types/download.ts';
import type { FileEntry } from '../types/file.ts';
import { ensureApart, pathBelow } from './safe-path.ts';

/** A file at Zenodo and its place on the disk. */
export interface Chosen {
  readonly key: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly md5: string;
}

/**
 * The complete files that names and patterns choose, each with its place.
 *
 * @throws {ConfigurationError} a name or pattern chooses none, or a file can have no place there
 */
export function chosenFiles(entries: readonly FileEntry[], { to, files, exclude = [] }: DownloadOptions): Chosen[] {
  const complete = entries.filter(({ status }) => status !== 'pending');
  // A name is taken as it is first: file keys may have brackets and stars in them.
  const choosing = [files ?? '**'].flat().map((text) => ({
    text,
    fits: complete.some(({ key }) => key === text) ? (key: string) => key === text : fileGlob(text),
  }));
  const unmet = choosing.find(({ fits }) => !complete.some(({ key }) => fits(key)));
  if (unmet && files !== undefined) {
    const known = complete.slice(0, 5).map(({ key }) => `"${key}"`);
    throw new ConfigurationError(`No file is called "${unmet.text}"; there are ${known.join(', ')}${complete.length > 5 ? ', …' : ''}.`);
  }
  const excluded = fileGlob(exclude);
  const chosen = complete.filter(({ key }) => choosing.some(({ fits }) => fits(key)) && !excluded(key));
  ensureApart(chosen.map(({ key }) => key));
  return chosen.map((entry) => placed(entry, to));
}

function placed({ key, size, checksum }: FileEntry, folder: string): Chosen {
  const md5 = /^md5:([0-9a-f]{32})$/.exec(checksum ?? '')?.[1];
  if (size === undefined || md5 === undefined)
    throw new ConfigurationError(`Zenodo tells no size and MD5 of "${key}", so that it cannot be verified; read it with "bytes".`);
  return { key, size, md5, path: pathBelow(folder, key) };
}
