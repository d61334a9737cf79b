import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { FileSource, OpenedFile } from '../types/file-source.ts';
import { onDisk } from './disk-error.ts';
import { hashed } from './hashed.ts';
import { hasFreeCore, Md5Thread, worthAThread } from './md5-thread.ts';
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
 * @throws {DiskError} it is not there or not readable
 */
export async function fileFromPath(path: string, options: FileFromPathOptions = {}): Promise<FileSource> {
  const { key = basename(path), hash = true, knownMd5 } = options;
  const status = await onDisk('read', path, () => stat(path));
  if (!status.isFile()) throw new ConfigurationError(`${path} is no regular file; give the path of one.`);
  if (status.size === 0) throw new ConfigurationError(`${path} is empty, which Zenodo refuses; leave it out.`);
  return { key, size: status.size, open: () => openPath(path, status.size, hash), ...(knownMd5 !== undefined && { knownMd5 }) };
}

async function openPath(path: string, size: number, hash: boolean): Promise<OpenedFile> {
  const handle = await onDisk('read', path, () => open(path));
  const now = await handle.stat();
  if (now.size !== size) {
    await handle.close();
    throw new Error(`The file ${path} had ${size} bytes and has ${now.size} now. Deposit it again when it is complete.`);
  }
  if (!hash) return reading(handle, readAhead(handle, size, path), () => '');
  return size >= worthAThread && hasFreeCore() ? hashedByThread(handle, size, path) : hashedHere(handle, size, path);
}

function hashedHere(handle: FileHandle, size: number, path: string): OpenedFile {
  const digest = createHash('md5');
  return reading(handle, hashed(readAhead(handle, size, path), digest), () => digest.digest('hex'));
}

function hashedByThread(handle: FileHandle, size: number, path: string): OpenedFile {
  const thread = new Md5Thread();
  const opened = reading(handle, readAhead(handle, size, path, thread), () => thread.digest());
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await thread.end();
    },
  };
}

function reading(handle: FileHandle, body: AsyncGenerator<Buffer, void, undefined>, md5: OpenedFile['md5']): OpenedFile {
  return {
    body,
    md5,
    close: async () => {
      // Ends a read that is under way before its handle goes.
      await body.return();
      await handle.close();
    },
  };
}
