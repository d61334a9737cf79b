import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, invalidField, noSuchId, notRegistered } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { docAt, isDoc, type Json, textAt } from '../json.ts';
import { removeRecord, restoreRecord } from '../lifecycle/removal.ts';
import { actOnRequest } from '../lifecycle/request-actions.ts';
import { createRequest, SYSTEM } from '../lifecycle/requests.ts';
import { requestView } from '../replies/request-view.ts';
import { recordReply } from '../replies/view.ts';
import { requireThat } from '../rules/communities.ts';
import { manages } from '../rules/permissions.ts';
import { wrongStatus } from '../rules/removal.ts';
import type { Entry } from '../state/entry.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';

/** So long may owners delete by themselves; later they have to ask. */
const GRACE_MS = 30 * 24 * 3600 * 1000;
const POLICY = 'grace-period-v1';

/** An owner's wish to have a record deleted: done at once while it is young. */
async function request(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = published(call, app);
  requireThat(manages(call.user, entry));
  const user = call.requireUser();
  const reason = ownersReason(body);
  const isYoung = app.faults.now() - entry.record!.publishedAt < GRACE_MS;
  const done = app.store.atomically(() => {
    const created = createRequest(app, {
      type: 'record-deletion',
      status: 'created',
      title: `Deletion request for "${textAt(entry.record!.metadata, 'title') ?? ''}"`,
      createdBy: user.id,
      receiver: null,
      topic: { record: entry.id },
      payload: { reason, ...(isYoung ? { policy_id: POLICY } : {}) },
    });
    const submitted = actOnRequest(app, created, 'submit', { user: user.id });
    if (!isYoung) return submitted;
    return actOnRequest(app, submitted, 'accept', SYSTEM);
  });
  return jsonReply(isYoung ? 200 : 201, requestView(call, app, done));
}

/** An administrator's deletion, which may leave no trace to be seen. */
async function remove(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  requireThat(call.user?.account === 'admin');
  const entry = published(call, app);
  const sent = isDoc(body) ? body : {};
  const citation = textAt(sent, 'citation_text');
  const reason = textAt(docAt(sent, 'removal_reason'), 'id');
  if (reason !== undefined && !vocabularies['removal-reasons'].find(reason))
    throw invalidField('removal_reason', `Invalid value ${reason}.`);
  removeRecord(app, entry, {
    removedBy: call.requireUser().id,
    ...(reason === undefined ? {} : { reason }),
    note: textAt(sent, 'note') ?? '',
    ...(citation === undefined ? {} : { citation }),
    isVisible: sent['is_visible'] !== false,
  });
  return noContent();
}

function restore(call: Call, app: App): Reply {
  requireThat(call.user?.account === 'admin');
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  if (!entry.removed) throw wrongStatus(entry);
  return recordReply(200, call, app, restoreRecord(app, entry));
}

function published(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  if (entry.removed) throw wrongStatus(entry);
  if (!entry.record) throw notRegistered();
  return entry;
}

/** @throws {Problem} 400 for a reason that owners cannot have */
function ownersReason(body: Json | undefined): string {
  const id = textAt(isDoc(body) ? body : {}, 'reason');
  const tags = id === undefined ? undefined : vocabularies['removal-reasons'].find(id)?.['tags'];
  if (id === undefined || !Array.isArray(tags) || !tags.includes('deletion-request'))
    throw invalidField('_schema', 'Invalid removal reason');
  return id;
}

/** Nobody but administrators deletes what is published. */
async function removeByAddress(call: Call, app: App): Promise<Reply> {
  if (call.user?.account !== 'admin') {
    published(call, app);
    throw denied();
  }
  return remove(call, app);
}

const RECORD = '/api/records/:id';
const serves = RECORD_TYPES;
const takes = JSON_BODY;

export const removalRoutes: readonly Route[] = [
  { method: 'POST', path: `${RECORD}/request-deletion`, serves, takes, handle: request },
  { method: 'DELETE', path: RECORD, serves, takes, handle: removeByAddress },
  { method: 'DELETE', path: `${RECORD}/delete`, serves, takes, handle: remove },
  { method: 'POST', path: `${RECORD}/restore`, serves, takes, handle: restore },
];
