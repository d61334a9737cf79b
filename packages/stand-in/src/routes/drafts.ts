import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { requireRevision } from '../http/if-match.ts';
import { DRAFT_BODY, RECORD_TYPES, RO_CRATE } from '../http/negotiation.ts';
import { denied, internalError, invalidField, noSuchId, notFound, Problem } from '../http/problem.ts';
import { noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { docAt, isDoc, type Json, textAt } from '../json.ts';
import { createDraft, discardDraft, editRecord, updateDraft } from '../lifecycle/drafts.ts';
import { publishDraft } from '../lifecycle/publish.ts';
import { setReview } from '../lifecycle/reviews.ts';
import { draftReply, recordReply } from '../replies/view.ts';
import { readDraftInput } from '../rules/draft-input.ts';
import { requireRight } from '../rules/permissions.ts';
import { fileWarnings, pidProblems, requirePublishable } from '../rules/publish-rules.ts';
import { readRoCrate } from '../rules/ro-crate.ts';
import { looksLikeSpam } from '../rules/spam.ts';
import type { Entry } from '../state/entry.ts';
import { isVerified } from '../state/users.ts';
import { findDraft, findRecord } from './find.ts';
import { readReview } from './reviews.ts';

/** The body of a draft, whichever form it is sent in. */
async function draftBody(call: Call): Promise<Json | undefined> {
  const body = await call.json();
  return call.headers['content-type'] === RO_CRATE ? readRoCrate(body) : body;
}

async function create(call: Call, app: App): Promise<Reply> {
  const body = await draftBody(call);
  const user = call.requireUser();
  const input = readDraftInput(body);
  const review = isDoc(body) ? docAt(body, 'parent')['review'] : undefined;
  const community = isDoc(review) ? readReview(app, user, review) : undefined;
  const errors = [...input.errors, ...pidProblems(app.store, '', input.metadata, input.pids)];
  const entry = app.store.atomically(() => {
    const draft = createDraft(app, user, input);
    if (community) setReview(app, user, draft, community);
    return app.store.entry(draft.id)!;
  });
  return draftReply(201, call, app, entry, { errors, created: true });
}

function read(call: Call, app: App): Reply {
  return draftReply(200, call, app, findDraft(call, app, noSuchId, 'preview'));
}

async function update(call: Call, app: App): Promise<Reply> {
  const body = await draftBody(call);
  const entry = findDraft(call, app);
  checkRevision(call, entry);
  const input = readDraftInput(body);
  if (call.concurrent) throw lostRace(entry);
  const { files } = entry.draft!;
  const problems = [...fileWarnings(files, input), ...pidProblems(app.store, entry.id, input.metadata, input.pids)];
  return draftReply(200, call, app, updateDraft(app, entry, input), { errors: [...input.errors, ...problems] });
}

function remove(call: Call, app: App): Reply {
  return discard(call, app, findDraft(call, app));
}

/** Discards a draft whose revision the caller may name. */
export function discard(call: Call, app: App, entry: Entry): Reply {
  checkRevision(call, entry);
  discardDraft(app, entry);
  return noContent();
}

function edit(call: Call, app: App): Reply {
  const { entry, wasOpen } = openEdit(call, app);
  return draftReply(201, call, app, entry, wasOpen ? { terms: false } : {});
}

/** The draft of the published record that the path names: the open one, or a new one. */
export function openEdit(call: Call, app: App): { entry: Entry; wasOpen: boolean } {
  // Nobody edits what is deleted, and nobody is told so here.
  if (app.store.entry(call.param('id'))?.removed) throw denied();
  const entry = findRecord(call, app);
  requireRight(call, app, entry, 'edit');
  return entry.draft ? { entry, wasOpen: true } : { entry: editRecord(app, entry), wasOpen: false };
}

function publish(call: Call, app: App): Reply {
  return recordReply(202, call, app, publishFound(call, app));
}

/** Publishes the draft that the path names, when nothing speaks against it. */
export function publishFound(call: Call, app: App): Entry {
  const entry = findDraft(call, app, missingDraft(call, app));
  if (call.concurrent) throw internalError();
  requirePublishable(app.store, entry);
  refuseLateFiles(app, entry);
  refuseSpam(app, entry);
  return publishDraft(app, entry);
}

/** So long after its publication may changed files of a record be published: 15 days longer than the change may be asked for. */
const FILES_MAY_CHANGE_MS = 45 * 24 * 3600 * 1000;

/** @throws {Problem} 400 once the files of the record may not be changed any more */
function refuseLateFiles(app: App, { record, draft }: Entry): void {
  if (!record || draft?.filesUnlocked !== true || app.faults.now() - record.publishedAt <= FILES_MAY_CHANGE_MS) return;
  throw invalidField('_schema', 'File modification grace period has passed. Please discard this draft to make any changes.');
}

const BLOCKED =
  'Your account has been blocked - the record you tried to publish has been classified as spam by our automated spam protection system. ' +
  'Your account has therefore been blocked and the record has not been published. If you believe this is a mistake, please contact us on our support line.';

/** @throws {Problem} 400 for what is taken for spam; its owner is blocked from then on */
function refuseSpam(app: App, entry: Entry): void {
  if (isVerified(entry.ownerId) || !looksLikeSpam(entry.draft!)) return;
  app.store.blockedUsers.add(entry.ownerId);
  throw new Problem(400, BLOCKED);
}

/** How a draft is missing: a version that has none says so in other words than one that does not exist. */
export function missingDraft(call: Call, app: App): () => Error {
  return app.store.entry(call.param('id')) ? notFound : noSuchId;
}

/** @throws {Problem} 400 or 412 */
export function checkRevision(call: Call, entry: Entry): void {
  requireRevision(call, entry.draftRevision);
}

/** What the loser of two writes at once is told: its resource type cannot be looked up. It is no fault of the metadata. */
export function lostRace(entry: Entry): Problem {
  const type = textAt(docAt(entry.draft!.metadata, 'resource_type'), 'id') ?? 'dataset';
  return new Problem(400, `Invalid value ${type}.`);
}

const DRAFT = '/api/records/:id/draft';

export const draftRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/records', serves: RECORD_TYPES, takes: DRAFT_BODY, handle: create },
  { method: 'GET', path: DRAFT, serves: RECORD_TYPES, handle: read },
  { method: 'PUT', path: DRAFT, serves: RECORD_TYPES, takes: DRAFT_BODY, window: 'draft', handle: update },
  { method: 'DELETE', path: DRAFT, serves: RECORD_TYPES, handle: remove },
  { method: 'POST', path: DRAFT, serves: RECORD_TYPES, handle: edit },
  { method: 'POST', path: `${DRAFT}/actions/publish`, serves: RECORD_TYPES, window: 'publish', handle: publish },
];
