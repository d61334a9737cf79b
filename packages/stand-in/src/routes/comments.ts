import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { notFound, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { filesIn, removeRequestFiles, requireFiles } from '../lifecycle/request-files.ts';
import { addComment, saveEvents } from '../lifecycle/requests.ts';
import { eventView, timelineEvent } from '../replies/event-view.ts';
import { byTime, listPage, readFlag } from '../replies/list-page.ts';
import { expandedRequestFile } from '../replies/request-file-view.ts';
import { expandedUser } from '../replies/user-view.ts';
import { requireThat } from '../rules/communities.ts';
import { wroteEvent } from '../rules/requests.ts';
import { readComment } from '../rules/schema/comment.ts';
import type { FileState } from '../state/entry.ts';
import type { RequestEvent, ReviewRequest } from '../state/request.ts';
import { readableRequest, requestOf } from './requests.ts';

const NESTED =
  'Nested children are not allowed. You cannot reply to a comment that is already a reply. Only one level of parent-child relationships is supported.';

async function create(call: Call, app: App): Promise<Reply> {
  return say(call, app, null);
}

async function reply(call: Call, app: App): Promise<Reply> {
  const { id, parentId } = eventOf(call, readableRequest(call, app));
  if (parentId !== null) throw new Problem(400, NESTED);
  return say(call, app, id);
}

async function say(call: Call, app: App, parentId: string | null): Promise<Reply> {
  const body = await call.json();
  const request = readableRequest(call, app);
  if (request.isLocked && call.user?.account !== 'admin') throw new Problem(403, 'Commenting is now locked for this conversation.');
  const payload = readComment(body);
  requireFiles(request, payload);
  const added = addComment(app, request, { user: call.requireUser().id }, payload, parentId);
  return eventReply(201, call, app, added.request, added.event);
}

function read(call: Call, app: App): Reply {
  const request = readableRequest(call, app);
  return eventReply(200, call, app, request, eventOf(call, request));
}

async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const request = requestOf(call, app);
  const event = eventOf(call, request);
  if (!wroteEvent(call.user, event) && call.user?.account !== 'admin')
    throw new Problem(403, 'You do not have permission to update this comment.');
  if (request.isLocked && call.user?.account !== 'admin') throw new Problem(403, 'Updating is now locked for this comment.');
  if (event.type !== 'C') throw new Problem(403, 'You cannot update this event.');
  const payload = readComment(body);
  requireFiles(request, payload);
  const kept = filesIn(request, payload);
  const changed = withoutFiles(app, request, event, (file) => !kept.includes(file));
  return eventReply(200, call, app, ...replaced(app, changed, { ...event, payload }));
}

/** A deleted comment leaves a note in its place. */
function remove(call: Call, app: App): Reply {
  const request = requestOf(call, app);
  const event = eventOf(call, request);
  requireThat(wroteEvent(call.user, event) || call.user?.account === 'admin');
  if (event.type !== 'C') throw new Problem(403, 'You cannot delete this event.');
  const payload = { event: 'comment_deleted', content: 'comment was deleted', format: 'html' };
  replaced(
    app,
    withoutFiles(app, request, event, () => true),
    { ...event, type: 'L', payload },
  );
  return noContent();
}

/** The request without those files of a comment that go. */
function withoutFiles(app: App, request: ReviewRequest, event: RequestEvent, goes: (file: FileState) => boolean): ReviewRequest {
  return removeRequestFiles(app, request, filesIn(request, event.payload).filter(goes));
}

function timeline(call: Call, app: App): Reply {
  return eventList(call, app, topLevel(call, app));
}

/** The page of the timeline on which an event stands; the first one when there is no such event. */
function focusedTimeline(call: Call, app: App): Reply {
  const found = topLevel(call, app);
  const before = found.events.findIndex(({ id }) => id === call.query.get('focus_event_id'));
  return eventList(call, app, { ...found, pageFor: (size) => Math.floor(Math.max(before, 0) / size) + 1 });
}

function replies(call: Call, app: App): Reply {
  return eventList(call, app, below(call, app));
}

/** The page of the replies, the latest first, on which one stands. */
function focusedReplies(call: Call, app: App): Reply {
  const found = below(call, app);
  const before = found.events.toReversed().findIndex(({ id }) => id === call.query.get('focus_event_id'));
  return eventList(call, app, { ...found, sort: 'newest', pageFor: (size) => Math.floor(Math.max(before, 0) / size) + 1 });
}

interface Events {
  readonly request: ReviewRequest;
  /** The oldest first. */
  readonly events: readonly RequestEvent[];
  readonly url: string;
  readonly sort?: string;
  readonly pageFor?: (size: number) => number;
}

function topLevel(call: Call, app: App): Events {
  const request = readableRequest(call, app);
  const events = request.events.filter(({ parentId }) => parentId === null);
  return { request, events, url: `${call.origin}/api/requests/${request.id}/timeline` };
}

function below(call: Call, app: App): Events {
  const request = readableRequest(call, app);
  const { id } = eventOf(call, request);
  const events = request.events.filter(({ parentId }) => parentId === id);
  return { request, events, url: `${call.origin}/api/requests/${request.id}/comments/${id}/replies` };
}

function eventList(call: Call, app: App, { request, events, url, sort = 'oldest', pageFor }: Events): Reply {
  const isExpanded = readFlag(call, 'expand') === true;
  const expansionOf = (event: RequestEvent) => {
    const files = filesIn(request, event.payload).map((file) => expandedRequestFile(call, request, file));
    const created_by = expandedUser(String(event.createdBy['user']), call.user, call.origin);
    return { created_by, ...(files.length > 0 ? { files } : {}) };
  };
  return listPage<RequestEvent>(call, {
    url,
    items: events,
    fieldsOf: ({ id, type, payload }) => ({ id, type, payload }),
    fields: { texts: ['payload.content'] },
    sorts: { oldest: byTime(({ created }) => created, 1), newest: byTime(({ created }) => created, -1) },
    sort,
    ...(pageFor ? { pageFor } : {}),
    view: (event) => ({ ...timelineEvent(call, app, request, event), ...(isExpanded ? { expanded: expansionOf(event) } : {}) }),
    tellsPage: true,
    flags: ['expand'],
  });
}

/** @throws {Problem} 404 */
function eventOf(call: Call, request: ReviewRequest): RequestEvent {
  const event = request.events.find(({ id }) => id === call.param('comment'));
  if (!event) throw notFound();
  return event;
}

function replaced(app: App, request: ReviewRequest, event: RequestEvent): [ReviewRequest, RequestEvent] {
  const changed = { ...event, updated: timestamp(), revision: event.revision + 1 };
  const events = request.events.map((one) => (one.id === event.id ? changed : one));
  return [saveEvents(app, request, events), changed];
}

function eventReply(status: number, call: Call, app: App, request: ReviewRequest, event: RequestEvent): Reply {
  return jsonReply(status, eventView(call, app, request, event), call.accepted, { etag: `"${event.revision}"` });
}

const REQUEST = '/api/requests/:request';
const ONE = `${REQUEST}/comments/:comment`;
const serves = DRAFT_FILE_TYPES;

export const commentRoutes: readonly Route[] = [
  { method: 'GET', path: `${REQUEST}/timeline`, serves, handle: timeline },
  { method: 'GET', path: `${REQUEST}/timeline_focused`, serves, handle: focusedTimeline },
  { method: 'POST', path: `${REQUEST}/comments`, serves, takes: JSON_BODY, handle: create },
  { method: 'GET', path: ONE, serves, handle: read },
  { method: 'PUT', path: ONE, serves, takes: JSON_BODY, handle: update },
  { method: 'DELETE', path: ONE, serves, handle: remove },
  { method: 'POST', path: `${ONE}/reply`, serves, takes: JSON_BODY, handle: reply },
  { method: 'GET', path: `${ONE}/replies`, serves, handle: replies },
  { method: 'GET', path: `${ONE}/replies_focused`, serves, handle: focusedReplies },
];
