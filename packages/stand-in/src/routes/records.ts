import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { RECORD_FILE_TYPES, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, noSuchFile, notFound } from '../http/problem.ts';
import { htmlRedirect, jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type FilesPlace, filesPlace, filesView, fileView } from '../replies/file-view.ts';
import { recordReply } from '../replies/view.ts';
import { readsFiles } from '../rules/permissions.ts';
import { refuseRemoved } from '../rules/removal.ts';
import { latestPublished, latestRemoved } from '../rules/versions.ts';
import type { Entry, FileState } from '../state/entry.ts';
import { download } from './downloads.ts';
import { findRecord } from './find.ts';

function read(call: Call, app: App): Reply {
  const latest = latestPublished(app.store, call.param('id')) ?? latestRemoved(app.store, call.param('id'));
  if (latest) return htmlRedirect(302, `/api/records/${latest.id}`);
  const entry = findRecord(call, app);
  const answer = recordReply(200, call, app, entry, { fileLinks: true });
  const link = `<${call.origin}/api/records/${entry.id}> ; rel="linkset" ; type="application/linkset+json"`;
  return { ...answer, headers: { ...answer.headers, link } };
}

function listFiles(call: Call, app: App): Reply {
  const entry = findWithFiles(call, app);
  return jsonReply(200, filesView(entry.record!.files, place(call)));
}

function readFile(call: Call, app: App): Reply {
  const entry = findWithFiles(call, app);
  return jsonReply(200, fileView(findFile(call, entry), entry.record!.files, place(call)));
}

function content(call: Call, app: App): Reply {
  return download(call, app, findFile(call, findWithFiles(call, app)));
}

/** The record whose files are asked for: not there for a mere draft, denied when they are restricted. */
export function findWithFiles(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  refuseRemoved(entry);
  if (!entry?.record) throw notFound();
  if (!readsFiles(call, app, entry)) throw denied();
  return entry;
}

function findFile(call: Call, entry: Entry): FileState {
  const key = call.param('key');
  const file = entry.record!.files.entries.find((one) => one.key === key);
  if (!file) throw noSuchFile(entry.id, key);
  return file;
}

function place(call: Call): FilesPlace {
  return filesPlace(call.origin, 'record', call.param('id'));
}

const RECORD = '/api/records/:id';

export const recordRoutes: readonly Route[] = [
  { method: 'GET', path: RECORD, serves: RECORD_TYPES, handle: read },
  { method: 'GET', path: `${RECORD}/files`, serves: RECORD_FILE_TYPES, handle: listFiles },
  { method: 'GET', path: `${RECORD}/files/*key/content`, serves: RECORD_FILE_TYPES, handle: content },
  { method: 'GET', path: `${RECORD}/files/*key`, serves: RECORD_FILE_TYPES, handle: readFile },
];
