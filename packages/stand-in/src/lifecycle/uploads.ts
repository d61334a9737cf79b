import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { denied, invalidField, lockedBucket, Problem } from '../http/problem.ts';
import { imageSize } from '../images/image-size.ts';
import { type Doc, isDoc } from '../json.ts';
import { hasLockedFiles } from '../rules/file-lock.ts';
import type { StoredBytes } from '../state/blobs.ts';
import type { Entry, FileState } from '../state/entry.ts';
import { removeUnusedBytes, saveFiles } from './drafts.ts';

export const MOST_FILES = 100;
const LONGEST_KEY = 255;

/**
 * Puts whole bytes into a draft: start, content and commit in one. A file with that key is replaced.
 *
 * @throws {Problem} 400 for an empty file, a long key or one file too many, 403 when the draft is one of a published record;
 *   then the draft is as before
 */
export function putFile(app: App, entry: Entry, key: string, stored: StoredBytes): FileState {
  const { files } = entry.draft!;
  const before = files.entries.find((file) => file.key === key);
  try {
    requirePutting(entry, key, before, stored);
  } catch (error) {
    app.blobs.remove(stored.blob);
    throw error;
  }
  const file = wholeFile(app, key, stored);
  const others = files.entries.filter((one) => one !== before);
  saveFiles(app, entry, { ...files, entries: [...others, file] }, before !== undefined);
  if (before) removeUnusedBytes(app, entry.parentId, { entries: [before] });
  return file;
}

/** A file whose bytes came at once. */
export function wholeFile(app: App, key: string, stored: StoredBytes): FileState {
  const now = timestamp();
  return {
    key,
    created: now,
    updated: now,
    metadata: withImageSize(app, { key, metadata: null, blob: stored.blob }),
    hidden: false,
    transfer: { type: 'L' },
    status: 'completed',
    blob: stored.blob,
    size: stored.size,
    checksum: `md5:${stored.md5}`,
    versionId: randomUUID(),
    fileId: randomUUID(),
  };
}

/** A file's metadata, with width and height once it is known to be a picture. */
export function withImageSize(app: App, { key, metadata, blob }: Pick<FileState, 'key' | 'metadata' | 'blob'>): Doc {
  return { ...(isDoc(metadata) ? metadata : {}), ...imageSize(app.blobs.path(blob!), key) };
}

function requirePutting(entry: Entry, key: string, before: FileState | undefined, { size }: StoredBytes): void {
  if (hasLockedFiles(entry)) throw before ? denied() : lockedBucket();
  if (key.length > LONGEST_KEY) throw new Problem(400, 'Filename is too long.');
  if (!before && entry.draft!.files.entries.length >= MOST_FILES)
    throw invalidField('files', 'Uploading selected files will result in exceeding the max amount per record.');
  if (size === 0) throw new Problem(400, 'Empty files are not accepted.');
}
