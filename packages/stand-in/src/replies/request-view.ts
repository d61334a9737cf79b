import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { type Doc, textAt } from '../json.ts';
import { actionsFor, isOfCommunity } from '../rules/requests.ts';
import type { RequestStatus, ReviewRequest } from '../state/request.ts';
import { expandedCommunity } from './community-view.ts';
import { bareEvent } from './event-view.ts';
import { readFlag } from './list-page.ts';
import { expandedUser } from './user-view.ts';

const CLOSED: readonly RequestStatus[] = ['accepted', 'declined', 'cancelled', 'expired'];

/** A request with the actions that the caller may do now. */
export function requestView(call: Call, app: App, request: ReviewRequest, more: { next?: string } = {}): Doc {
  const comments = request.events.filter((event) => event.type === 'C');
  const last = comments.at(-1);
  return {
    id: request.id,
    created: request.created,
    updated: request.updated,
    links: requestLinks(call, app, request, more.next),
    revision_id: request.revision,
    type: request.type,
    title: request.title,
    ...(request.description === undefined ? {} : { description: request.description }),
    number: request.number,
    status: request.status,
    is_closed: isClosed(request),
    is_open: request.status === 'submitted',
    expires_at: request.expiresAt,
    is_expired: request.status === 'expired',
    last_reply: last ? bareEvent(last) : null,
    last_activity_at: lastActivity(request),
    created_by: creatorOf(request),
    receiver: request.receiver,
    topic: request.topic,
    ...(request.payload === undefined ? {} : { payload: request.payload }),
    files: { enabled: true },
    is_locked: request.isLocked,
    ...(readFlag(call, 'expand') ? { expanded: expansion(call, app, request) } : {}),
  };
}

export const isClosed = ({ status }: ReviewRequest) => CLOSED.includes(status);

/** When something was last said or done. */
export function lastActivity({ updated, events }: ReviewRequest): string {
  const said = events.at(-1)?.created ?? updated;
  return said > updated ? said : updated;
}

/** An invitation comes from the community. */
function creatorOf(request: ReviewRequest): Doc {
  return isOfCommunity(request) ? request.topic : { user: request.createdBy };
}

function requestLinks(call: Call, app: App, request: ReviewRequest, next: string | undefined): Doc {
  const self = `${call.origin}/api/requests/${request.id}`;
  const actions = actionsFor(app, call.user, request);
  return {
    self,
    self_html: `${call.origin}/me/requests/${request.id}`,
    comments: `${self}/comments`,
    timeline: `${self}/timeline`,
    timeline_focused: `${self}/timeline_focused`,
    lock: `${self}/lock`,
    unlock: `${self}/unlock`,
    actions: Object.fromEntries(actions.map((action) => [action, `${self}/actions/${action}`])),
    ...(next === undefined ? {} : { next_html: next }),
  };
}

function expansion(call: Call, app: App, request: ReviewRequest): Doc {
  const named = (reference: Doc): Doc | undefined => {
    const user = textAt(reference, 'user');
    if (user !== undefined) return expandedUser(user, call.user, call.origin);
    const community = app.store.communities.get(textAt(reference, 'community') ?? '');
    if (community) return expandedCommunity(community, call.origin);
    const record = textAt(reference, 'record');
    return record === undefined ? undefined : { id: record };
  };
  const found: [string, Doc | undefined][] = [
    ['created_by', named(creatorOf(request))],
    ['receiver', request.receiver === null ? undefined : named(request.receiver)],
    ['topic', named(request.topic)],
  ];
  return Object.fromEntries(found.filter((pair): pair is [string, Doc] => pair[1] !== undefined));
}
