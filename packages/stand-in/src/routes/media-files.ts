import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, FILE_BODY, JSON_BODY, RECORD_FILE_TYPES } from '../http/negotiation.ts';
import { denied, noSuchFile, noSuchId, notFound } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type FilesPlace, filesView, fileView } from '../replies/file-view.ts';
import { iiifBase } from '../replies/iiif-links.ts';
import { requireThat } from '../rules/communities.ts';
import { readsFiles } from '../rules/permissions.ts';
import { refuseRemoved } from '../rules/removal.ts';
import type { Content, Entry, FileState } from '../state/entry.ts';
import { download } from './downloads.ts';
import { findDraft } from './find.ts';

/** Where the media files of a draft or record stand. */
export function mediaPlace(origin: string, side: FilesPlace['side'], id: string): FilesPlace {
  const url = `${origin}/api/records/${id}${side === 'draft' ? '/draft' : ''}/media-files`;
  return { url, side, iiif: iiifBase(origin, side, id) };
}

/** Media files are made by Zenodo's own people alone, as other forms of a record: most have none. */
function listOfDraft(call: Call, app: App): Reply {
  return list(call, previewed(call, app), 'draft');
}

function listOfRecord(call: Call, app: App): Reply {
  return list(call, published(call, app), 'record');
}

function list(call: Call, entry: Entry, side: 'draft' | 'record'): Reply {
  const place = mediaPlace(call.origin, side, entry.id);
  const set = (side === 'draft' ? entry.draft : entry.record)?.mediaFiles;
  const none = { enabled: false, links: { self: place.url, archive: `${place.url}-archive` } };
  return jsonReply(200, set ? filesView(set, place) : none, call.accepted);
}

function fileOfDraft(call: Call, app: App): Reply {
  const entry = previewed(call, app);
  return view(call, entry, entry.draft!, 'draft');
}

function fileOfRecord(call: Call, app: App): Reply {
  const entry = published(call, app);
  return view(call, entry, entry.record!, 'record');
}

function contentOfDraft(call: Call, app: App): Reply {
  const entry = previewed(call, app);
  return download(call, app, fileIn(call, entry, entry.draft!));
}

function contentOfRecord(call: Call, app: App): Reply {
  const entry = published(call, app);
  requireThat(readsFiles(call, app, entry));
  return download(call, app, fileIn(call, entry, entry.record!));
}

function view(call: Call, entry: Entry, content: Content, side: 'draft' | 'record'): Reply {
  const file = fileIn(call, entry, content);
  return jsonReply(200, fileView(file, content.mediaFiles!, mediaPlace(call.origin, side, entry.id)), call.accepted);
}

function fileIn(call: Call, entry: Entry, { mediaFiles }: Content): FileState {
  const file = mediaFiles?.entries.find(({ key }) => key === call.param('key'));
  if (!file) throw noSuchFile(entry.id, call.param('key'));
  return file;
}

function previewed(call: Call, app: App): Entry {
  return findDraft(call, app, noSuchId, 'preview');
}

function published(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  refuseRemoved(entry);
  if (!entry?.record) throw notFound();
  return entry;
}

/** Nobody writes media files, the owner of a draft included. */
function write(call: Call, app: App): Reply {
  if (!app.store.entry(call.param('id'))?.draft) throw noSuchId();
  throw denied();
}

const RECORD = '/api/records/:id/media-files';
const DRAFT = '/api/records/:id/draft/media-files';
const serves = DRAFT_FILE_TYPES;

export const mediaFileRoutes: readonly Route[] = [
  { method: 'GET', path: DRAFT, serves, handle: listOfDraft },
  { method: 'POST', path: DRAFT, serves, takes: JSON_BODY, handle: write },
  { method: 'DELETE', path: DRAFT, serves, handle: write },
  { method: 'PUT', path: `${DRAFT}/*key/content`, serves, takes: FILE_BODY, handle: write },
  { method: 'GET', path: `${DRAFT}/*key/content`, serves, handle: contentOfDraft },
  { method: 'POST', path: `${DRAFT}/*key/commit`, serves, handle: write },
  { method: 'GET', path: `${DRAFT}/*key`, serves, handle: fileOfDraft },
  { method: 'PUT', path: `${DRAFT}/*key`, serves, takes: JSON_BODY, handle: write },
  { method: 'DELETE', path: `${DRAFT}/*key`, serves, handle: write },
  { method: 'GET', path: RECORD, serves: RECORD_FILE_TYPES, handle: listOfRecord },
  { method: 'GET', path: `${RECORD}/*key/content`, serves: RECORD_FILE_TYPES, handle: contentOfRecord },
  { method: 'GET', path: `${RECORD}/*key`, serves: RECORD_FILE_TYPES, handle: fileOfRecord },
];
