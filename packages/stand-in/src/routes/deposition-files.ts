import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { readUpload, type UploadForm } from '../http/form.ts';
import { JSON_BODY } from '../http/negotiation.ts';
import { denied, noSuchFile, noSuchId, Problem, unknownAddress } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { secureName } from '../http/secure-name.ts';
import { requireQuota } from '../lifecycle/quota.ts';
import { putFile } from '../lifecycle/uploads.ts';
import { depositionFile, depositionFiles } from '../replies/deposition-files.ts';
import { hasLockedFiles } from '../rules/file-lock.ts';
import { readsFiles, requireRight } from '../rules/permissions.ts';
import type { Entry, FileState } from '../state/entry.ts';
import { missingDraft } from './drafts.ts';
import { dropFiles } from './files.ts';
import { findDraft } from './find.ts';

function list(call: Call, app: App): Reply {
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  requireReading(call, app, entry);
  return jsonReply(200, depositionFiles(entry, call.origin));
}

/** The form is read before anything else is looked at. */
async function upload(call: Call, app: App): Promise<Reply> {
  const form = await readUpload(call, app.blobs);
  const { entry, file } = store(call, app, form);
  return jsonReply(201, depositionFile(entry, file, call.origin));
}

function store(call: Call, app: App, { name, stored }: UploadForm): { entry: Entry; file: FileState } {
  try {
    const entry = findDraft(call, app, missingDraft(call, app));
    const key = secureName(name);
    if (entry.draft!.files.entries.some((file) => file.key === key)) throw new Problem(400, `File with key ${key} already exists.`);
    requireQuota(app, entry, key, stored.size);
    return { entry, file: putFile(app, entry, key, stored) };
  } catch (error) {
    app.blobs.remove(stored.blob);
    throw error;
  }
}

function read(call: Call, app: App): Reply {
  const { entry, file } = findById(call, app);
  requireReading(call, app, entry);
  // Asked for the right to a file that has gone, the server finds none.
  if (!file) throw denied();
  return jsonReply(200, depositionFile(entry, file, call.origin));
}

function remove(call: Call, app: App): Reply {
  const { entry, key, file } = findById(call, app);
  if (!entry.draft || hasLockedFiles(entry)) throw denied();
  requireRight(call, app, entry, 'edit');
  if (!file) throw noSuchFile(entry.id, key);
  dropFiles(app, entry, [file], true);
  return noContent();
}

/** What a file id meant in the draft or record; ids of files that have gone keep their meaning. */
function findById(call: Call, app: App): { entry: Entry; key: string; file: FileState | undefined } {
  const id = call.param('file');
  const entry = app.store.entry(call.param('id'));
  for (const files of [entry?.draft?.files, entry?.record?.files]) {
    const file = files?.entries.find((one) => one.fileId === id && one.status === 'completed');
    const key = file?.key ?? files?.gone?.[id];
    if (entry && key !== undefined) return { entry, key, file };
  }
  throw unknownAddress();
}

function requireReading(call: Call, app: App, entry: Entry): void {
  if (entry.draft) requireRight(call, app, entry, 'preview');
  else if (!readsFiles(call, app, entry)) throw denied();
}

const FILES = '/api/deposit/depositions/:id/files';

export const depositionFileRoutes: readonly Route[] = [
  { method: 'GET', path: FILES, serves: JSON_BODY, handle: list },
  { method: 'POST', path: FILES, serves: JSON_BODY, handle: upload },
  { method: 'GET', path: `${FILES}/:file`, serves: JSON_BODY, handle: read },
  { method: 'DELETE', path: `${FILES}/:file`, serves: JSON_BODY, handle: remove },
];
