import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { FILE_BODY, JSON_BODY } from '../http/negotiation.ts';
import { denied, noSuchFile, notFound } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { bytesWithinQuota } from '../lifecycle/quota.ts';
import { putFile } from '../lifecycle/uploads.ts';
import { bucketFile, committed } from '../replies/deposition-files.ts';
import { hasLockedFiles } from '../rules/file-lock.ts';
import { readsFiles, requireRight } from '../rules/permissions.ts';
import type { Entry, FileSet, FileState } from '../state/entry.ts';
import { download } from './downloads.ts';
import { dropFiles } from './files.ts';

/** A bucket belongs to a draft, or to a record that was published with it. */
interface Bucket {
  readonly entry: Entry;
  readonly files: FileSet;
  readonly isDraft: boolean;
}

function list(call: Call, app: App): Reply {
  const bucket = findBucket(call, app);
  requireReading(call, app, bucket);
  const { files } = bucket;
  return jsonReply(
    200,
    committed(files).map((file) => bucketFile(file, files.bucketId, call.origin)),
  );
}

/** Who may not read a file is told the same as who asks for one that is not there. */
function read(call: Call, app: App): Reply {
  const bucket = findBucket(call, app);
  requireReading(call, app, bucket);
  const file = fileIn(call, bucket.files);
  if (file?.status !== 'completed') throw denied();
  return download(call, app, file);
}

async function put(call: Call, app: App): Promise<Reply> {
  const bucket = findBucket(call, app);
  requireWriting(call, app, bucket);
  const stored = await app.blobs.take(bytesWithinQuota(call, app, bucket.entry, call.param('key')));
  try {
    requireWriting(call, app, findBucket(call, app));
  } catch (error) {
    app.blobs.remove(stored.blob);
    throw error;
  }
  const { entry, files } = findBucket(call, app);
  return jsonReply(201, bucketFile(putFile(app, entry, call.param('key'), stored), files.bucketId, call.origin));
}

function remove(call: Call, app: App): Reply {
  const bucket = findBucket(call, app);
  const { entry, files, isDraft } = bucket;
  if (!isDraft || hasLockedFiles(entry)) throw denied();
  requireRight(call, app, entry, 'edit');
  const file = fileIn(call, files);
  if (!file) throw noSuchFile(entry.id, call.param('key'));
  dropFiles(app, entry, [file], true);
  return noContent();
}

/** @throws {Problem} 403 for who may not write, and for a file of a published record; 404 for a new file of one */
function requireWriting(call: Call, app: App, { entry, files }: Bucket): void {
  if (!entry.draft) throw fileIn(call, files) ? denied() : notFound();
  requireRight(call, app, entry, 'edit');
}

function requireReading(call: Call, app: App, { entry, isDraft }: Bucket): void {
  if (isDraft) requireRight(call, app, entry, 'preview');
  else if (!readsFiles(call, app, entry)) throw denied();
}

function findBucket(call: Call, app: App): Bucket {
  const id = call.param('bucket');
  const entry = app.store.withBucket(id);
  if (entry?.draft?.files.bucketId === id) return { entry, files: entry.draft.files, isDraft: true };
  if (entry?.record?.files.bucketId === id) return { entry, files: entry.record.files, isDraft: false };
  throw notFound();
}

function fileIn(call: Call, files: FileSet): FileState | undefined {
  return files.entries.find((file) => file.key === call.param('key'));
}

const BUCKET = '/api/files/:bucket';

export const bucketRoutes: readonly Route[] = [
  { method: 'GET', path: BUCKET, serves: JSON_BODY, handle: list },
  { method: 'GET', path: `${BUCKET}/:key`, handle: read },
  { method: 'PUT', path: `${BUCKET}/:key`, serves: JSON_BODY, takes: FILE_BODY, handle: put },
  { method: 'DELETE', path: `${BUCKET}/:key`, serves: JSON_BODY, handle: remove },
];
