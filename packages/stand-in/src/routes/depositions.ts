import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { JSON_BODY } from '../http/negotiation.ts';
import { noSuchId, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { Json } from '../json.ts';
import { createDraft, updateDraft } from '../lifecycle/drafts.ts';
import { depositionReply, depositionView } from '../replies/deposition-view.ts';
import { readDeposition } from '../rules/deposition/input.ts';
import { readDraftInput } from '../rules/draft-input.ts';
import { requireRight } from '../rules/permissions.ts';
import { refuseRemoved } from '../rules/removal.ts';
import type { Entry } from '../state/entry.ts';
import { checkRevision, discard, lostRace, missingDraft, openEdit, publishFound } from './drafts.ts';
import { findDraft } from './find.ts';
import { findPage, ownDocuments } from './listings.ts';
import { ask } from './record-communities.ts';
import { importPrevious, openVersion } from './versions.ts';

/** The caller's drafts and records as a bare list, the newest first. */
function list(call: Call, app: App): Reply {
  const documents = ownDocuments(call, app, call.requireUser());
  const { shown } = findPage(call, app, { documents, sort: 'newest', counts: true, filters: false });
  return jsonReply(
    200,
    shown.map(({ entry }) => depositionView(call, app, entry, true)),
  );
}

async function create(call: Call, app: App): Promise<Reply> {
  const given = readDeposition(await call.json());
  const user = call.requireUser();
  return depositionReply(201, call, app, createDraft(app, user, readDraftInput(given)));
}

/** The draft, or the record when none is open; for who may change it alone. */
function read(call: Call, app: App): Reply {
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  refuseRemoved(entry);
  requireRight(call, app, entry, 'preview');
  return depositionReply(200, call, app, entry);
}

async function update(call: Call, app: App): Promise<Reply> {
  const given = readDeposition(await call.json());
  const entry = findDraft(call, app, missingDraft(call, app));
  checkRevision(call, entry);
  const input = readDraftInput(given);
  if (call.concurrent) throw lostRace(entry);
  return depositionReply(200, call, app, updateDraft(app, entry, input));
}

function remove(call: Call, app: App): Reply {
  return discard(call, app, findDraft(call, app, missingDraft(call, app)));
}

function publish(call: Call, app: App): Reply {
  const entry = publishFound(call, app);
  const { 'legacy:communities': named, ...customFields } = entry.record!.customFields;
  if (!Array.isArray(named)) return depositionReply(202, call, app, entry);
  app.store.saveEntry({ ...entry, record: { ...entry.record!, customFields } });
  for (const id of named) askSilently(call, app, entry, id);
  return depositionReply(202, call, app, app.store.entry(entry.id)!);
}

/** Asks a community to take the record in, as the deposition wished. What speaks against it is not told, as on Zenodo. */
function askSilently(call: Call, app: App, entry: Entry, id: Json): void {
  try {
    ask(call, app, entry, { id });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

function edit(call: Call, app: App): Reply {
  return depositionReply(201, call, app, openEdit(call, app).entry);
}

/** Opens the next version with the files of the last one; both or nothing. */
function newVersion(call: Call, app: App): Reply {
  const entry = app.store.atomically(() => importPrevious(app, openVersion(call, app).entry));
  return depositionReply(201, call, app, entry);
}

const ALL = '/api/deposit/depositions';
const ONE = `${ALL}/:id`;

export const depositionRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, serves: JSON_BODY, handle: list },
  { method: 'POST', path: ALL, serves: JSON_BODY, takes: JSON_BODY, handle: create },
  { method: 'GET', path: ONE, serves: JSON_BODY, handle: read },
  { method: 'PUT', path: ONE, serves: JSON_BODY, takes: JSON_BODY, window: 'draft', handle: update },
  { method: 'DELETE', path: ONE, serves: JSON_BODY, handle: remove },
  { method: 'POST', path: `${ONE}/actions/publish`, serves: JSON_BODY, window: 'publish', handle: publish },
  { method: 'POST', path: `${ONE}/actions/edit`, serves: JSON_BODY, handle: edit },
  { method: 'POST', path: `${ONE}/actions/discard`, serves: JSON_BODY, handle: remove },
  { method: 'POST', path: `${ONE}/actions/newversion`, serves: JSON_BODY, window: 'versions', handle: newVersion },
];
