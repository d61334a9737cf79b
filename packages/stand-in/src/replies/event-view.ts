import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import type { Doc } from '../json.ts';
import { readsRequest, wroteEvent } from '../rules/requests.ts';
import type { RequestEvent, ReviewRequest } from '../state/request.ts';

/** How many of its latest replies stand below a comment in a timeline. */
const REPLIES_SHOWN = 5;

/** A comment or log event as its own routes show it, with what the caller may do. */
export function eventView(call: Call, app: App, request: ReviewRequest, event: RequestEvent): Doc {
  const isOwn = event.type === 'C' && wroteEvent(call.user, event);
  return {
    ...bareEvent(event),
    links: eventLinks(call, request, event),
    permissions: {
      can_update_comment: isOwn || (event.type === 'C' && call.user?.account === 'admin'),
      can_delete_comment: isOwn || (event.type === 'C' && call.user?.account === 'admin'),
      can_reply_comment: readsRequest(app, call.user, request),
    },
    payload: event.payload,
  };
}

/** A comment in a timeline, with its latest replies. */
export function timelineEvent(call: Call, app: App, request: ReviewRequest, event: RequestEvent): Doc {
  const replies = request.events.filter((one) => one.parentId === event.id);
  return {
    ...eventView(call, app, request, event),
    children: replies
      .toReversed()
      .slice(0, REPLIES_SHOWN)
      .map((reply) => eventView(call, app, request, reply)),
    children_count: replies.length,
  };
}

/** What a request says of its latest comment. */
export function bareEvent(event: RequestEvent): Doc {
  return {
    id: event.id,
    created: event.created,
    updated: event.updated,
    links: {},
    revision_id: event.revision,
    type: event.type,
    created_by: event.createdBy,
    permissions: {},
    parent_id: event.parentId,
  };
}

function eventLinks(call: Call, request: ReviewRequest, { id, parentId }: RequestEvent): Doc {
  const self = `${call.origin}/api/requests/${request.id}/comments/${id}`;
  const anchor = parentId === null ? id : `${parentId}_${id}`;
  return {
    self,
    self_html: `${call.origin}/me/requests/${request.id}#commentevent-${anchor}`,
    ...(parentId === null ? { reply: `${self}/reply`, replies: `${self}/replies`, replies_focused: `${self}/replies_focused` } : {}),
  };
}
