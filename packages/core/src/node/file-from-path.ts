import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FileSource, OpenedFile } from '../types/file-source.ts';
import { hashed } from './hashed.ts';
import { readAhead } from './read-ahead.ts';

export interface FileFromPathOptions {
  /** The name inside the record. Default: the last part of the path. */
  readonly key?: string;
  /** MD5 of the bytes on their way. Default true; without it an upload is compared by size alone, or with `knownMd5`. */
  readonly hash?: boolean;
  /** MD5 in lower-case hex, if it is known. */
  readonly knownMd5?: string;
}

/**
 * A file on disk. Its size is taken now; a file that is shorter or longer by the time it is read is refused.
 *
 * @throws {ConfigurationError} it is no regular file, or it is empty, which Zenodo refuses
 * @throws Node's own error when it is not there or not readable
 */
export async function fileFromPath(path: string, options: FileFromPathOptions = {}): Promise<FileSource> {
  const { key = basename(path), hash = true, knownMd5 } = options;
  const status = await stat(path);
  if (!status.isFile()) throw new ConfigurationError(`${path} is no regular file; give the path of one.`);
  if (status.size === 0) throw new ConfigurationError(`${path} is empty, which Zenodo refuses; leave it out.`);
  return { key, size: status.size, open: () => openPath(path, status.size, hash), ...(knownMd5 !== undefined && { knownMd5 }) };
}

async function openPath(path: string, size: number, hash: boolean): Promise<OpenedFile> {
  const handle = await open(path);
  const now = await handle.stat();
  if (now.size !== size) {
    await handle.close();
    throw new Error(`The file ${path} had ${size} bytes and has ${now.size} now. Deposit it again when it is complete.`);
  }
  const chunks = readAhead(handle, size, path);
  const digest = hash ? createHash('md5') : undefined;
  const body = digest ? hashed(chunks, digest) : chunks;
  return {
    body,
    md5: () => digest?.digest('hex') ?? '',
    close: async () => {
      await body.return();
      await handle.close();
    },
  };
}
