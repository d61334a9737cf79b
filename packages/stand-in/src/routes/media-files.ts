import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, FILE_BODY, JSON_BODY, RECORD_FILE_TYPES } from '../http/negotiation.ts';
import { denied, noSuchFile, noSuchId, notFound } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { refuseRemoved } from '../rules/removal.ts';
import { findDraft } from './find.ts';

/** No record here has media files, which only Zenodo itself makes: the list says that there are none. */
function ofDraft(call: Call, app: App): Reply {
  const { id } = findDraft(call, app, noSuchId, 'preview');
  return none(call, `/api/records/${id}/draft/media-files`);
}

function ofRecord(call: Call, app: App): Reply {
  return none(call, `/api/records/${findRecordId(call, app)}/media-files`);
}

function none(call: Call, path: string): Reply {
  const self = call.origin + path;
  return jsonReply(200, { enabled: false, links: { self, archive: `${self}-archive` } }, call.accepted);
}

function fileOfDraft(call: Call, app: App): Reply {
  throw noSuchFile(findDraft(call, app, noSuchId, 'preview').id, call.param('key'));
}

function fileOfRecord(call: Call, app: App): Reply {
  throw noSuchFile(findRecordId(call, app), call.param('key'));
}

/** Nobody writes media files, the owner of a draft included. */
function write(call: Call, app: App): Reply {
  if (!app.store.entry(call.param('id'))?.draft) throw noSuchId();
  throw denied();
}

function findRecordId(call: Call, app: App): string {
  const entry = app.store.entry(call.param('id'));
  refuseRemoved(entry);
  if (!entry?.record) throw notFound();
  return entry.id;
}

const RECORD = '/api/records/:id/media-files';
const DRAFT = '/api/records/:id/draft/media-files';
const serves = DRAFT_FILE_TYPES;

export const mediaFileRoutes: readonly Route[] = [
  { method: 'GET', path: DRAFT, serves, handle: ofDraft },
  { method: 'POST', path: DRAFT, serves, takes: JSON_BODY, handle: write },
  { method: 'DELETE', path: DRAFT, serves, handle: write },
  { method: 'PUT', path: `${DRAFT}/*key/content`, serves, takes: FILE_BODY, handle: write },
  { method: 'POST', path: `${DRAFT}/*key/commit`, serves, handle: write },
  { method: 'GET', path: `${DRAFT}/*key`, serves, handle: fileOfDraft },
  { method: 'PUT', path: `${DRAFT}/*key`, serves, takes: JSON_BODY, handle: write },
  { method: 'DELETE', path: `${DRAFT}/*key`, serves, handle: write },
  { method: 'GET', path: RECORD, serves: RECORD_FILE_TYPES, handle: ofRecord },
  { method: 'GET', path: `${RECORD}/*key`, serves: RECORD_FILE_TYPES, handle: fileOfRecord },
];
