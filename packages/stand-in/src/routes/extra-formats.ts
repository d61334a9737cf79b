import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { noSuchFile, noSuchId, notFound, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { openContent, putMediaFile, removeMediaFile } from '../lifecycle/media-files.ts';
import { wholeFile } from '../lifecycle/uploads.ts';
import { fileView } from '../replies/file-view.ts';
import { requireThat } from '../rules/communities.ts';
import { readsFiles, requireRight } from '../rules/permissions.ts';
import { refuseRemoved } from '../rules/removal.ts';
import type { Content, Entry, FileState } from '../state/entry.ts';
import { download } from './downloads.ts';
import { findRecord } from './find.ts';
import { mediaPlace } from './media-files.ts';

/** Other forms of a record, one for each media type. They are media files whose keys are media types. */
function read(call: Call, app: App): Reply {
  const type = call.query.get('mimetype') || acceptedType(call);
  const entry = ofDeposition(call, app);
  requireRight(call, app, entry, 'preview');
  return download(call, app, formatOf(entry, openContent(entry)!, type));
}

function list(call: Call, app: App): Reply {
  const entry = ofDeposition(call, app);
  requireRight(call, app, entry, 'preview');
  return listReply(call, entry, entry.draft ? 'draft' : 'record');
}

/** Only Zenodo's own people add other forms; here an administrator does. */
async function write(call: Call, app: App): Promise<Reply> {
  const type = sentType(call);
  requireThat(ofDeposition(call, app) !== undefined && call.user?.account === 'admin');
  const stored = await app.blobs.take(call.bytes);
  putMediaFile(app, entryStill(call, app, stored.blob), wholeFile(app, type, stored));
  return jsonReply(200, { message: `Extra format "${type}" updated.` });
}

/** The version, read again once the bytes are in; when it is gone by now, the bytes go too. */
function entryStill(call: Call, app: App, blob: string): Entry {
  try {
    return ofDeposition(call, app);
  } catch (error) {
    app.blobs.remove(blob);
    throw error;
  }
}

function remove(call: Call, app: App): Reply {
  const type = sentType(call);
  const entry = ofDeposition(call, app);
  requireThat(call.user?.account === 'admin');
  removeMediaFile(app, entry, formatOf(entry, openContent(entry)!, type));
  return jsonReply(200, { message: `Extra format "${type}" deleted.` });
}

function readOfRecord(call: Call, app: App): Reply {
  const type = call.query.get('mimetype') || acceptedType(call);
  const entry = findRecord(call, app);
  const format = formatOf(entry, entry.record!, type);
  requireThat(readsFiles(call, app, entry));
  return download(call, app, format);
}

function listOfRecord(call: Call, app: App): Reply {
  return listReply(call, findRecord(call, app), 'record');
}

function listReply(call: Call, entry: Entry, side: 'draft' | 'record'): Reply {
  const set = (side === 'draft' ? entry.draft : entry.record)?.mediaFiles;
  return jsonReply(200, set ? set.entries.map((file) => fileView(file, set, mediaPlace(call.origin, side, entry.id))) : []);
}

function ofDeposition(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  refuseRemoved(entry);
  if (!entry || !openContent(entry)) throw noSuchId();
  return entry;
}

/** @throws {Problem} 404 where there are no media files at all, and for a type that is not there */
function formatOf(entry: Entry, { mediaFiles }: Content, type: string): FileState {
  if (!mediaFiles) throw notFound();
  const file = mediaFiles.entries.find(({ key }) => key === type);
  if (!file) throw noSuchFile(entry.id, type);
  return file;
}

const noType = () => new Problem(400, 'Invalid extra format MIMEType.');

function sentType(call: Call): string {
  const type = call.headers['content-type'];
  if (!type) throw noType();
  return type;
}

/** The media type that the caller wants most. */
function acceptedType(call: Call): string {
  const wanted = (call.headers['accept'] ?? '').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality };
  });
  const [best] = wanted.filter(({ type }) => type !== '').sort((a, b) => b.quality - a.quality);
  if (!best) throw noType();
  return best.type;
}

const DEPOSITION = '/api/deposit/depositions/:id/formats';
const RECORD = '/api/records/:id/formats';

export const extraFormatRoutes: readonly Route[] = [
  { method: 'GET', path: DEPOSITION, handle: read },
  { method: 'PUT', path: DEPOSITION, handle: write },
  { method: 'DELETE', path: DEPOSITION, handle: remove },
  { method: 'OPTIONS', path: DEPOSITION, handle: list },
  { method: 'GET', path: RECORD, handle: readOfRecord },
  { method: 'OPTIONS', path: RECORD, handle: listOfRecord },
];
