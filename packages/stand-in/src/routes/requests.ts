import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { invalid, notFound, Problem, unknownAddress } from '../http/problem.ts';
import { queryText } from '../http/query-text.ts';
import { htmlRedirect, jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, isDoc } from '../json.ts';
import { actOnRequest } from '../lifecycle/request-actions.ts';
import { requireFiles } from '../lifecycle/request-files.ts';
import { changeRequest, lockRequest } from '../lifecycle/requests.ts';
import { byTime, listPage, type PlainFacet, readFlag } from '../replies/list-page.ts';
import { isClosed, lastActivity, requestView } from '../replies/request-view.ts';
import { curates, requireThat } from '../rules/communities.ts';
import { changesRequest, isOfCommunity, isReceiver, mayAct, moveOf, type RequestAction, readsRequest } from '../rules/requests.ts';
import { readActionComment } from '../rules/schema/comment.ts';
import { object, text } from '../rules/schema/kinds.ts';
import type { ReviewRequest } from '../state/request.ts';
import { communityOf } from './communities.ts';
import { findRecord } from './find.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The request that the path names.
 *
 * @throws {Problem} 404, in other words for what is no id of a request at all
 */
export function requestOf(call: Call, app: App): ReviewRequest {
  const id = call.param('request');
  if (!UUID.test(id)) throw unknownAddress();
  const request = app.store.requests.get(id.toLowerCase());
  if (!request) throw notFound();
  return request;
}

/** The same, when the caller may read it. @throws {Problem} 403 */
export function readableRequest(call: Call, app: App): ReviewRequest {
  const request = requestOf(call, app);
  requireThat(readsRequest(app, call.user, request));
  return request;
}

function read(call: Call, app: App): Reply {
  return requestReply(call, app, readableRequest(call, app));
}

const CHANGES = object([
  { name: 'title', kind: text() },
  { name: 'description', kind: text() },
]);
/** What an answer shows of a request, and what may come back with a change of it. */
const SHOWN = new Set(
  'id created updated links revision_id type number status is_closed is_open expires_at is_expired last_reply last_activity_at created_by receiver topic payload files is_locked'.split(
    ' ',
  ),
);

async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const request = requestOf(call, app);
  requireThat(changesRequest(app, call.user, request));
  const sent = isDoc(body) ? Object.fromEntries(Object.entries(body).filter(([name]) => !SHOWN.has(name))) : (body ?? {});
  const { value, errors } = CHANGES.load(sent);
  if (errors.length > 0) throw invalid(errors);
  return requestReply(call, app, changeRequest(app, request, value as Doc));
}

function remove(call: Call, app: App): Reply {
  const request = requestOf(call, app);
  requireThat(request.status === 'created' && mayAct(app, call.user, request, 'delete'));
  app.store.requests.remove(request.id);
  return noContent();
}

async function act(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const request = requestOf(call, app);
  const action = call.param('action');
  if (!moveOf(action)) throw new Problem(400, `Error for action '${action}': No such action available`);
  requireThat(mayAct(app, call.user, request, action as RequestAction));
  const by = { user: call.requireUser().id };
  const said = readActionComment(body);
  requireFiles(request, said ?? {});
  return requestReply(call, app, actOnRequest(app, request, action as RequestAction, by, said));
}

function lock(call: Call, app: App): Reply {
  return setLock(call, app, true);
}

function unlock(call: Call, app: App): Reply {
  return setLock(call, app, false);
}

/** Zenodo does this on a GET. */
function setLock(call: Call, app: App, isLocked: boolean): Reply {
  const request = requestOf(call, app);
  requireThat(call.user?.account === 'admin' || isReceiver(app, call.user, request));
  if (request.isLocked === isLocked) throw new Problem(403, `The request is already ${isLocked ? 'locked' : 'unlocked'}.`);
  lockRequest(app, request, isLocked, { user: call.requireUser().id });
  return noContent();
}

/** Without its last slash the list redirects. */
function toList(call: Call): Reply {
  return htmlRedirect(308, `${call.origin}/api/requests/${call.query.size > 0 ? `?${queryText(call.query, '+')}` : ''}`);
}

function search(call: Call, app: App): Reply {
  const user = call.requireUser();
  return requestList(call, app, `${call.origin}/api/requests/`, (request) => readsRequest(app, user, request));
}

/** What the caller asked or is asked; with `shared_with_me` what others ask of the caller's communities. */
function own(call: Call, app: App): Reply {
  const user = call.requireUser();
  const isShared = readFlag(call, 'shared_with_me') === true;
  return requestList(call, app, `${call.origin}/api/user/requests`, (request) => {
    if (request.status === 'created' || !readsRequest(app, user, request)) return false;
    const isOwn = (request.createdBy === user.id && !isOfCommunity(request)) || request.receiver?.['user'] === user.id;
    return isOwn !== isShared;
  });
}

function ofCommunity(call: Call, app: App): Reply {
  const community = communityOf(call, app);
  requireThat(curates(call.user, community));
  return requestList(call, app, `${call.origin}/api/communities/${call.param('community')}/requests`, ({ receiver, status, type }) => {
    return receiver?.['community'] === community.id && status !== 'created' && type !== 'community-membership-request';
  });
}

function ofRecord(call: Call, app: App): Reply {
  const user = call.requireUser();
  const { id } = findRecord(call, app);
  return requestList(
    call,
    app,
    `${call.origin}/api/records/${id}/requests`,
    (request) => request.topic['record'] === id && readsRequest(app, user, request),
  );
}

const TYPE_LABELS: Readonly<Record<string, string>> = {
  'user-access-request': 'User access',
  'community-inclusion': 'Community inclusion',
  'community-submission': 'Draft review',
  'community-membership-request': 'Membership request',
  'community-invitation': 'Member invitation',
  'record-deletion': 'Record deletion',
  'quota-increase': 'Quota increase',
  'file-modification': 'File modification',
  subcommunity: 'Subcommunity request',
};
const FACETS: readonly PlainFacet<ReviewRequest>[] = [
  { name: 'type', label: 'Type', valuesOf: ({ type }) => [type], labelOf: (type) => TYPE_LABELS[type] ?? type },
  {
    name: 'status',
    label: 'Status',
    valuesOf: ({ status }) => [status],
    labelOf: (status) => status.charAt(0).toUpperCase() + status.slice(1),
  },
];

function requestList(call: Call, app: App, url: string, isMeant: (request: ReviewRequest) => boolean): Reply {
  const isOpen = readFlag(call, 'is_open');
  const items = [...app.store.requests.index.entries()].filter(
    (request) =>
      isMeant(request) &&
      (isOpen === undefined || (request.status === 'submitted') === isOpen) &&
      refers(call, 'created_by', { user: request.createdBy }) &&
      refers(call, 'topic', request.topic) &&
      refers(call, 'receiver', request.receiver ?? {}),
  );
  return listPage<ReviewRequest>(call, {
    url,
    items,
    fieldsOf: fieldsOf,
    fields: { texts: ['title', 'description'] },
    sorts: {
      newest: byTime(({ created }) => created, -1),
      oldest: byTime(({ created }) => created, 1),
      newestactivity: byTime(lastActivity, -1),
      oldestactivity: byTime(lastActivity, 1),
    },
    sort: 'newest',
    facets: FACETS,
    view: (request) => requestView(call, app, request),
    flags: ['expand', 'is_open', 'shared_with_me'],
    filters: ['created_by', 'topic', 'receiver'],
  });
}

/** True when the query does not ask for a party, or asks for this one, as in `topic=record:123`. */
function refers(call: Call, name: string, reference: Doc): boolean {
  const asked = call.query.get(name);
  if (asked === null) return true;
  const [type = '', id = ''] = asked.split(':');
  return reference[type] === id;
}

function fieldsOf(request: ReviewRequest): Doc {
  const { id, number, type, status, title, topic, receiver, created, updated } = request;
  return {
    id,
    number,
    type,
    status,
    title,
    description: request.description ?? '',
    topic,
    receiver,
    created_by: { user: request.createdBy },
    created,
    updated,
    is_open: status === 'submitted',
    is_closed: isClosed(request),
  };
}

function requestReply(call: Call, app: App, request: ReviewRequest): Reply {
  return jsonReply(200, requestView(call, app, request), call.accepted, { etag: `"${request.revision}"` });
}

const ONE = '/api/requests/:request';
const serves = DRAFT_FILE_TYPES;

export const requestRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/requests', handle: toList },
  { method: 'GET', path: '/api/requests/', serves, handle: search },
  { method: 'GET', path: '/api/user/requests', serves, handle: own },
  { method: 'GET', path: '/api/communities/:community/requests', serves, handle: ofCommunity },
  { method: 'GET', path: '/api/records/:id/requests', serves, handle: ofRecord },
  { method: 'GET', path: ONE, serves, handle: read },
  { method: 'PUT', path: ONE, serves, takes: JSON_BODY, handle: update },
  { method: 'DELETE', path: ONE, serves, handle: remove },
  { method: 'POST', path: `${ONE}/actions/:action`, serves, takes: JSON_BODY, handle: act },
  { method: 'GET', path: `${ONE}/lock`, serves, handle: lock },
  { method: 'GET', path: `${ONE}/unlock`, serves, handle: unlock },
];
