import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, invalid, noSuchId, notFound } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, isDoc, textAt } from '../json.ts';
import { MOST_EXTRA_BYTES, mostExtraBytes, quotaOf, usedBytes } from '../lifecycle/quota.ts';
import { actOnRequest } from '../lifecycle/request-actions.ts';
import { createRequest, SYSTEM } from '../lifecycle/requests.ts';
import { requestView } from '../replies/request-view.ts';
import { requireThat } from '../rules/communities.ts';
import { below, object, text } from '../rules/schema/kinds.ts';
import type { Entry } from '../state/entry.ts';
import type { RequestType } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { findRecord } from './find.ts';

const DAY_MS = 24 * 3600 * 1000;
/** So long after its publication may owners ask to change a record's files. */
const GRACE_MS = 30 * DAY_MS;
const GB = 1_000_000_000;

const isAdministrator = ({ account }: User) => account === 'admin';
const owns = (user: User, entry: Entry) => user.id === entry.ownerId;

/** The owner may change the files of a young record: its open draft is unlocked at once. */
async function fileModification(call: Call, app: App): Promise<Reply> {
  await call.json();
  const entry = findRecord(call, app);
  const user = call.requireUser();
  const isYoung = app.faults.now() - entry.record!.publishedAt < GRACE_MS;
  const policy =
    owns(user, entry) && isYoung ? 'file-modification-grace-period-v1' : isAdministrator(user) ? 'file-modification-admin-v1' : undefined;
  if (policy === undefined) throw denied();
  // There has to be a draft whose files can be unlocked.
  if (!entry.draft) throw notFound();
  const title = textAt(entry.record!.metadata, 'title') ?? '';
  return granted(call, app, user, entry, 'file-modification', `File modification request for "${title}"`, { policy_id: policy });
}

/** The owner takes a share of what each user may have beyond the quota; it is given at once. */
async function quotaIncrease(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  const user = call.requireUser();
  const payload = object([{ name: 'quota_size', kind: text(), required: true }], { open: true }).load(isDoc(body) ? body : {});
  const bytes = Number(docAt({ value: payload.value ?? {} }, 'value')['quota_size'] ?? 0) * GB;
  requireThat(isAdministrator(user) || (owns(user, entry) && fits(app, entry, bytes)));
  const isNumber = /^\s*\d{1,6}\s*$/.test(textAt(isDoc(body) ? body : {}, 'quota_size') ?? '0');
  const errors = isNumber ? payload.errors : [{ field: 'quota_size', messages: ['Not a valid integer.'] }];
  if (errors.length > 0) throw invalid(below('payload', errors));
  if (!entry.draft) throw notFound();
  const title = textAt(entry.draft.metadata, 'title');
  const about = title === undefined ? 'Quota increase request' : `Quota increase request for "${title}"`;
  return granted(call, app, user, entry, 'quota-increase', about, { quota_size: textAt(isDoc(body) ? body : {}, 'quota_size')! });
}

/** True for a quota that leaves room for what is there, and is no more than what is left of the owner's share. */
function fits(app: App, entry: Entry, bytes: number): boolean {
  const extra = Math.max(0, bytes - quotaOf(app, undefined));
  const least = Math.max(0, Math.ceil((usedBytes(app, entry.parentId) - quotaOf(app, undefined)) / GB) * GB);
  return least <= extra && extra <= Math.min(MOST_EXTRA_BYTES, mostExtraBytes(app, entry));
}

/** Makes a request that the owner need not wait for. */
function granted(call: Call, app: App, user: User, entry: Entry, type: RequestType, title: string, payload: Doc): Reply {
  const done = app.store.atomically(() => {
    const created = createRequest(app, {
      type,
      status: 'created',
      title,
      createdBy: user.id,
      receiver: null,
      topic: { record: entry.id },
      payload,
    });
    return actOnRequest(app, actOnRequest(app, created, 'submit', { user: user.id }), 'accept', SYSTEM);
  });
  return jsonReply(200, requestView(call, app, done));
}

const RECORD = '/api/records/:id';
const serves = RECORD_TYPES;
const takes = JSON_BODY;

export const ownerRequestRoutes: readonly Route[] = [
  { method: 'POST', path: `${RECORD}/file-modification`, serves, takes, handle: fileModification },
  { method: 'POST', path: `${RECORD}/quota-increase`, serves, takes, handle: quotaIncrease },
];
