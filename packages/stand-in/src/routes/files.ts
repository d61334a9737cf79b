import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, FILE_BODY, JSON_BODY } from '../http/negotiation.ts';
import { denied, internalError, invalidField, lockedBucket, noSuchFile, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, isDoc, textAt } from '../json.ts';
import { removeUnusedBytes, saveFiles } from '../lifecycle/drafts.ts';
import { bytesWithinQuota } from '../lifecycle/quota.ts';
import { MOST_FILES, withImageSize } from '../lifecycle/uploads.ts';
import { type FilesPlace, filesPlace, filesView, fileView } from '../replies/file-view.ts';
import { hasLockedFiles } from '../rules/file-lock.ts';
import { requireRight } from '../rules/permissions.ts';
import { readFileStarts } from '../rules/schema/file-start.ts';
import type { StoredBytes } from '../state/blobs.ts';
import type { Entry, FileState } from '../state/entry.ts';
import { download } from './downloads.ts';
import { findDraft } from './find.ts';

function list(call: Call, app: App): Reply {
  return filesReply(200, call, findDraft(call, app));
}

async function start(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = findDraft(call, app);
  const { files } = entry.draft!;
  const added = readFileStarts(body).map(newFile);
  if (files.entries.length + added.length > MOST_FILES)
    throw invalidField('files', 'Uploading selected files will result in exceeding the max amount per record.');
  const keys = new Set(files.entries.map((file) => file.key));
  for (const { key } of added) {
    if (keys.has(key)) throw new Problem(400, `File with key ${key} already exists.`);
    keys.add(key);
  }
  return filesReply(201, call, saveFiles(app, entry, { ...files, entries: [...files.entries, ...added] }, false));
}

function newFile(item: Doc): FileState {
  const now = timestamp();
  return {
    key: textAt(item, 'key')!,
    created: now,
    updated: now,
    metadata: isDoc(item['metadata']) ? item['metadata'] : null,
    hidden: docAt(item, 'access')['hidden'] === true,
    transfer: isDoc(item['transfer']) ? item['transfer'] : { type: 'L' },
    status: 'pending',
    announced: {
      ...(item['size'] === undefined ? {} : { size: item['size'] }),
      ...(item['checksum'] === undefined ? {} : { checksum: item['checksum'] }),
    },
    ...partsOf(item),
  };
}

/** An upload in parts has its place from the start. Nobody but an administrator of the real server may fill it. */
function partsOf(item: Doc): Partial<FileState> {
  const { type } = docAt(item, 'transfer');
  return type === 'M' ? { size: Number(item['size']), versionId: randomUUID(), fileId: randomUUID() } : {};
}

function read(call: Call, app: App): Reply {
  const entry = findDraft(call, app);
  return fileReply(call, entry, findFile(call, entry));
}

/** Takes the bytes in. A file that is committed already is lost by this, and the answer is a 200 that carries `errors`. */
async function content(call: Call, app: App): Promise<Reply> {
  const file = findDraftFile(call, app);
  if (file.transfer['type'] !== 'L') throw denied();
  if (hasLockedFiles(app.store.entry(call.param('id'))!)) throw lockedBucket();
  if (file.status === 'completed') {
    for await (const _chunk of call.bytes);
    const entry = findDraft(call, app);
    dropFiles(app, entry, [file], false);
    return jsonReply(200, { ...view(call, entry, file), errors: 'File upload transfer failed.' }, call.accepted);
  }
  const stored = await app.blobs.take(bytesWithinQuota(call, app, app.store.entry(call.param('id'))!, file.key));
  if (stored.size === 0) {
    app.blobs.remove(stored.blob);
    throw new Problem(400, 'Empty files are not accepted.');
  }
  const { entry, current } = targetOf(call, app, stored);
  const changed: FileState = { ...current, updated: timestamp(), blob: stored.blob, size: stored.size, checksum: `md5:${stored.md5}` };
  replaceFile(app, entry, { ...changed, versionId: randomUUID(), fileId: randomUUID() });
  if (current.blob !== undefined) removeUnusedBytes(app, entry.parentId, { entries: [current] });
  return fileReply(call, entry, changed);
}

/** The draft and file that bytes are for, read again once they are in; without them the bytes are dropped. */
function targetOf(call: Call, app: App, stored: StoredBytes): { entry: Entry; current: FileState } {
  try {
    const entry = findDraft(call, app);
    return { entry, current: findFile(call, entry) };
  } catch (error) {
    app.blobs.remove(stored.blob);
    throw error;
  }
}

function commit(call: Call, app: App): Reply {
  const file = findDraftFile(call, app);
  if (file.transfer['type'] !== 'L') throw denied();
  const entry = findDraft(call, app);
  if (file.status === 'completed') return fileReply(call, entry, file);
  if (file.blob === undefined) throw internalError();
  const committed: FileState = { ...file, status: 'completed', updated: timestamp() };
  // Read after the answer: a picture says its size from the next read on.
  replaceFile(app, entry, { ...committed, metadata: withImageSize(app, committed) });
  return fileReply(call, entry, committed);
}

async function describe(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = findDraft(call, app);
  const file = findFile(call, entry);
  const given = isDoc(body) ? body : {};
  const changed = {
    ...file,
    updated: timestamp(),
    metadata: given['metadata'] ?? {},
    listedMetadata: file.listedMetadata ?? file.metadata,
    hidden: docAt(given, 'access')['hidden'] === true,
  };
  replaceFile(app, entry, changed);
  return fileReply(call, entry, changed);
}

function remove(call: Call, app: App): Reply {
  const entry = findDraft(call, app);
  requireUnlocked(entry);
  dropFiles(app, entry, [findFile(call, entry)], true);
  return noContent();
}

function removeAll(call: Call, app: App): Reply {
  const entry = findDraft(call, app);
  requireUnlocked(entry);
  dropFiles(app, entry, entry.draft!.files.entries, true);
  return noContent();
}

/** The files of a published record stay as they are; only a new version has others. */
function requireUnlocked(entry: Entry): void {
  if (hasLockedFiles(entry)) throw denied();
}

function readContent(call: Call, app: App): Reply {
  const file = findDraftFile(call, app);
  if (file.status !== 'completed') throw noSuchFile(call.param('id'), file.key);
  return download(call, app, file);
}

/** The file first, then the right to it: the server looks at what the file is before it asks who may touch it. */
function findDraftFile(call: Call, app: App): FileState {
  const entry = app.store.entry(call.param('id'));
  if (!entry?.draft) return findFile(call, findDraft(call, app));
  const file = findFile(call, entry);
  requireRight(call, app, entry, 'edit');
  return file;
}

function findFile(call: Call, entry: Entry): FileState {
  const key = call.param('key');
  const file = entry.draft!.files.entries.find((one) => one.key === key);
  if (!file) throw noSuchFile(entry.id, key);
  return file;
}

function replaceFile(app: App, entry: Entry, changed: FileState): void {
  const { files } = entry.draft!;
  saveFiles(app, entry, { ...files, entries: files.entries.map((file) => (file.key === changed.key ? changed : file)) }, false);
}

/** Takes files out of a draft, and their bytes off the disk when no version has them. */
export function dropFiles(app: App, entry: Entry, dropped: readonly FileState[], moves: boolean): void {
  const keys = new Set(dropped.map((file) => file.key));
  const { files } = entry.draft!;
  saveFiles(app, entry, { ...files, entries: files.entries.filter((file) => !keys.has(file.key)) }, moves);
  removeUnusedBytes(app, entry.parentId, { entries: [...dropped] });
}

function place(call: Call): FilesPlace {
  return filesPlace(call.origin, 'draft', call.param('id'));
}

function view(call: Call, entry: Entry, file: FileState): Doc {
  return fileView(file, entry.draft!.files, place(call));
}

function fileReply(call: Call, entry: Entry, file: FileState): Reply {
  return jsonReply(200, view(call, entry, file), call.accepted);
}

function filesReply(status: number, call: Call, entry: Entry): Reply {
  return jsonReply(status, filesView(entry.draft!.files, place(call)), call.accepted);
}

const FILES = '/api/records/:id/draft/files';

export const fileRoutes: readonly Route[] = [
  { method: 'GET', path: FILES, serves: DRAFT_FILE_TYPES, handle: list },
  { method: 'POST', path: FILES, serves: DRAFT_FILE_TYPES, takes: JSON_BODY, handle: start },
  { method: 'DELETE', path: FILES, serves: DRAFT_FILE_TYPES, handle: removeAll },
  { method: 'PUT', path: `${FILES}/*key/content`, serves: DRAFT_FILE_TYPES, takes: FILE_BODY, handle: content },
  { method: 'GET', path: `${FILES}/*key/content`, serves: DRAFT_FILE_TYPES, handle: readContent },
  { method: 'POST', path: `${FILES}/*key/commit`, serves: DRAFT_FILE_TYPES, handle: commit },
  { method: 'GET', path: `${FILES}/*key`, serves: DRAFT_FILE_TYPES, handle: read },
  { method: 'PUT', path: `${FILES}/*key`, serves: DRAFT_FILE_TYPES, takes: JSON_BODY, handle: describe },
  { method: 'DELETE', path: `${FILES}/*key`, serves: DRAFT_FILE_TYPES, handle: remove },
];
