import { basename, resolve } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureFileLimits, type FileLimits } from '../identifiers/file-limits.ts';
import { fileFromStream } from '../sources/file-from-stream.ts';
import type { FileSource, OpenedFile } from '../types/file-source.ts';
import { fileFromPath } from './file-from-path.ts';
import { type FolderFile, type FolderOptions, folderFiles } from './files-from-folder.ts';
import { ensureApart } from './safe-path.ts';
import { type DisposableFile, holdingNothing, type SpoolOptions, spoolFile } from './spool-file.ts';
import { type ZipEntry, type ZipShape, zipSize, zipStream } from './zip-stream.ts';

export interface PackOptions {
  /** The name inside the archive of the list of SHA-256 sums, in the form that `sha256sum -c` reads; false for none. Default `SHA256SUMS`. */
  readonly manifest?: string | false;
  /**
   * Compresses, on the disk first since only then the length is known; dispose of the result. Default false: what goes in
   * is stored as it is, streams, and gives the same bytes with every version of Node, which compression does not promise.
   */
  readonly compress?: SpoolOptions | boolean;
  /** The limits of the record. */
  readonly limits?: FileLimits;
}

export interface PackFolderOptions extends PackOptions, FolderOptions {
  /** The name inside the record. Default: the folder's name and `.zip`. */
  readonly key?: string;
}

/**
 * A folder as one ZIP: for more than 100 files, for empty ones, and to keep folders. The same files give the same bytes
 * wherever and whenever it is packed: names in order, no dates, one mode. Nothing is written to the disk.
 *
 * @throws {ConfigurationError} no file fits, a link, a name that an archive cannot have, or too many bytes
 */
export async function packFolder(folder: string, options: PackFolderOptions = {}): Promise<DisposableFile> {
  const { key = `${basename(resolve(folder))}.zip` } = options;
  const files = await folderFiles(folder, options);
  return packed(
    key,
    files.map((file) => ({ name: file.name, size: file.size, open: () => openedBelow(file) })),
    options,
  );
}

/**
 * Files of any source as one ZIP, each under its key; see {@link packFolder}.
 *
 * @param key - the name of the archive inside the record
 */
export async function packFiles(key: string, files: readonly FileSource[], options: PackOptions = {}): Promise<DisposableFile> {
  if (files.length === 0) throw new ConfigurationError(`There is no file to pack into "${key}"; give at least one.`);
  return packed(
    key,
    files.map((file) => ({ name: file.key, size: file.size, open: () => file.open() })),
    options,
  );
}

async function packed(key: string, unordered: readonly ZipEntry[], options: PackOptions): Promise<DisposableFile> {
  const { manifest = 'SHA256SUMS', compress = false, limits } = options;
  const entries = [...unordered].sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = entries.map(({ name }) => name);
  for (const name of names) ensureName(name);
  if (manifest !== false && names.includes(manifest))
    throw new ConfigurationError(
      `"${manifest}" is among the files and would be the list of sums too; give "manifest" another name, or false.`,
    );
  ensureApart(manifest === false ? names : [...names, manifest], false);
  const shape: ZipShape = { entries, manifest: manifest === false ? undefined : manifest, compress: compress !== false };
  const size = await zipSize(shape);
  if (size === undefined) return spoolFile(key, await zipStream(shape), typeof compress === 'object' ? compress : {});
  ensureFileLimits([{ key, size }], limits);
  return holdingNothing(fileFromStream(key, size, () => zipStream(shape)));
}

/** An archive that leads out of its folder, or has lines where names are, is a trap for whoever opens it. */
function ensureName(name: string): void {
  const isPath = name.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\p{Cc}]|^[a-z]:/iu.test(name);
  if (!isPath || Buffer.byteLength(name) > 65_535)
    throw new ConfigurationError(`"${name.slice(0, 80)}" can be no name in an archive; rename the file, or leave it out.`);
}

/** An empty file has nothing to open, and may be longer by now. */
async function openedBelow({ name, path, size }: FolderFile): Promise<OpenedFile> {
  if (size === 0) return { body: new Uint8Array(), md5: () => '', close: () => {} };
  const source = await fileFromPath(path, { key: name, hash: false });
  if (source.size !== size)
    throw new Error(`The file ${path} had ${size} bytes when the folder was read and has ${source.size} now. Pack it when it is complete.`);
  return source.open();
}
