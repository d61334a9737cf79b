import { randomInt, randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Doc } from '../json.ts';
import type { RequestEvent, RequestStatus, ReviewRequest } from '../state/request.ts';

const FIRST_REVISION = 2;

/** Who writes what the server says by itself. */
export const SYSTEM: Doc = { user: 'system' };

interface NewRequest
  extends Pick<ReviewRequest, 'type' | 'status' | 'title' | 'description' | 'createdBy' | 'receiver' | 'topic' | 'payload'> {
  readonly expiresAt?: string;
}

/** Makes a request that waits to be submitted, or is so already. */
export function createRequest(app: App, { expiresAt, ...parts }: NewRequest): ReviewRequest {
  const now = timestamp();
  const request: ReviewRequest = {
    ...parts,
    id: randomUUID(),
    number: randomInt(36 ** 5, 36 ** 6 - 1).toString(36),
    expiresAt: expiresAt ?? null,
    isLocked: false,
    created: now,
    updated: now,
    revision: FIRST_REVISION,
    events: [],
  };
  app.store.requests.save(request);
  return request;
}

/** Saves a change as a revision of the request. */
export function changeRequest(app: App, request: ReviewRequest, change: Partial<ReviewRequest>): ReviewRequest {
  const saved = { ...request, ...change, updated: timestamp(), revision: request.revision + 1 };
  app.store.requests.save(saved);
  return saved;
}

/** Moves a request on. Its end is noted in the timeline, its submission is not. */
export function moveRequest(app: App, request: ReviewRequest, status: RequestStatus, by: Doc): ReviewRequest {
  const events = status === 'submitted' ? request.events : [...request.events, newEvent('L', by, noteOf(status))];
  return changeRequest(app, request, { status, events });
}

/** Adds a comment, or a reply to one. */
export function addComment(
  app: App,
  request: ReviewRequest,
  by: Doc,
  payload: Doc,
  parentId: string | null = null,
): { request: ReviewRequest; event: RequestEvent } {
  const event = newEvent('C', by, payload, parentId);
  return { event, request: saveEvents(app, request, [...request.events, event]) };
}

/** Saves events beside the request: that is no revision of it. */
export function saveEvents(app: App, request: ReviewRequest, events: readonly RequestEvent[]): ReviewRequest {
  const saved = { ...request, events };
  app.store.requests.save(saved);
  return saved;
}

/** What a log event says. */
function noteOf(event: string): Doc {
  return { event, format: 'html' };
}

function newEvent(type: RequestEvent['type'], createdBy: Doc, payload: Doc, parentId: string | null = null): RequestEvent {
  const now = timestamp();
  return { id: randomUUID(), type, created: now, updated: now, revision: 1, createdBy, payload, parentId };
}

/** Closes or opens a request for comments, and notes it in the timeline. */
export function lockRequest(app: App, request: ReviewRequest, isLocked: boolean, by: Doc): void {
  const events = [...request.events, newEvent('L', by, noteOf(isLocked ? 'locked' : 'unlocked'))];
  changeRequest(app, request, { isLocked, events });
}
