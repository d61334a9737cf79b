import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, invalidField, notFound } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { docAt } from '../json.ts';
import { createVersion, saveFiles } from '../lifecycle/drafts.ts';
import { filesPlace, filesView } from '../replies/file-view.ts';
import { draftReply } from '../replies/view.ts';
import { requireRight } from '../rules/permissions.ts';
import { latestPublished, latestRemoved, previousPublished } from '../rules/versions.ts';
import type { Entry } from '../state/entry.ts';
import { findDraft, findRecord } from './find.ts';

/** Opens the draft of the next version, or answers the open one. Calls that arrive side by side see none open, and each makes its own. */
function create(call: Call, app: App): Reply {
  const { entry, wasOpen } = openVersion(call, app);
  return draftReply(201, call, app, entry, wasOpen ? { terms: false } : {});
}

/** The draft of the next version of the record that the path names: the open one, or a new one. */
export function openVersion(call: Call, app: App): { entry: Entry; wasOpen: boolean } {
  const entry = findRecord(call, app);
  requireRight(call, app, entry, 'edit');
  if (docAt(entry.record!.pids, 'doi')['provider'] === 'external') throw denied();
  const openId = app.faults.races ? call.openOnArrival?.id : app.store.concept(entry.parentId)?.nextDraftId;
  const open = openId === undefined ? undefined : app.store.entry(openId);
  if (open?.draft) return { entry: open, wasOpen: true };
  return { entry: createVersion(app, latestPublished(app.store, entry.parentId)!), wasOpen: false };
}

function latest(call: Call, app: App): Reply {
  const id = call.param('id');
  const removed = app.store.entry(id)?.removed && app.store.entry(id);
  const parentId = app.store.concept(id)?.id ?? (removed ?? findRecord(call, app)).parentId;
  const found = latestPublished(app.store, parentId) ?? latestRemoved(app.store, parentId);
  if (!found) throw notFound();
  const location = `${call.origin}/api/records/${found.id}`;
  return jsonReply(301, { status: 301, message: 'Redirecting...', location }, 'application/json', { location });
}

function importFiles(call: Call, app: App): Reply {
  const entry = importPrevious(app, findDraft(call, app));
  return jsonReply(201, filesView(entry.draft!.files, filesPlace(call.origin, 'draft', entry.id)), call.accepted);
}

/**
 * Links the files of the last published version; bytes are shared, not copied.
 *
 * @throws {Problem} 400 when the draft has files, or that version has none
 */
export function importPrevious(app: App, entry: Entry): Entry {
  const { files } = entry.draft!;
  if (files.entries.length > 0) throw invalidField('files.enabled', 'Please remove all files first.');
  const previous = previousPublished(app.store, entry)?.record;
  if (!previous || previous.files.entries.length === 0) throw invalidField('files.enabled', 'The record has no files.');
  const now = timestamp();
  const entries = previous.files.entries.map((file) => ({ ...file, created: now, updated: now, versionId: randomUUID() }));
  return saveFiles(app, entry, { ...files, entries }, true);
}

export const versionRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/records/:id/versions', serves: RECORD_TYPES, window: 'versions', handle: create },
  { method: 'GET', path: '/api/records/:id/versions/latest', serves: RECORD_TYPES, handle: latest },
  { method: 'POST', path: '/api/records/:id/draft/actions/files-import', serves: DRAFT_FILE_TYPES, handle: importFiles },
];
