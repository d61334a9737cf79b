import type { App } from '../app.ts';
import { textAt } from '../json.ts';
import type { Community } from '../state/community.ts';
import type { RequestEvent, RequestStatus, RequestType, ReviewRequest } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { curates, managesMembers } from './communities.ts';

/** What can be done with a request. */
export type RequestAction = 'submit' | 'accept' | 'decline' | 'cancel' | 'expire' | 'delete';

interface Move {
  readonly from: RequestStatus;
  readonly to: RequestStatus | 'deleted';
}

const MOVES: Readonly<Record<RequestAction, Move>> = {
  submit: { from: 'created', to: 'submitted' },
  accept: { from: 'submitted', to: 'accepted' },
  decline: { from: 'submitted', to: 'declined' },
  cancel: { from: 'submitted', to: 'cancelled' },
  expire: { from: 'submitted', to: 'expired' },
  delete: { from: 'created', to: 'deleted' },
};
/** In the order in which an answer links them. */
const LINKED: readonly RequestAction[] = ['submit', 'accept', 'decline', 'cancel'];
/** Requests about who is a member are for those who manage members. */
const ABOUT_MEMBERS: readonly RequestType[] = ['community-invitation', 'community-membership-request', 'subcommunity'];
/** Requests that a community makes, and not the user who acts for it. */
const OF_COMMUNITIES: readonly RequestType[] = ['community-invitation', 'subcommunity'];

/** The move that an action makes, or undefined for a name that is none. */
export function moveOf(action: string): Move | undefined {
  return Object.hasOwn(MOVES, action) ? MOVES[action as RequestAction] : undefined;
}

/** True when the user may do it, whatever the request's status is. Nobody lets a request expire by hand. */
export function mayAct(app: App, user: User | undefined, request: ReviewRequest, action: RequestAction): boolean {
  if (action === 'expire') return false;
  if (user?.account === 'admin') return true;
  if (action === 'accept' || action === 'decline') return isReceiver(app, user, request);
  return isCreator(app, user, request);
}

/** The actions that the user may do now. */
export function actionsFor(app: App, user: User | undefined, request: ReviewRequest): RequestAction[] {
  return LINKED.filter((action) => MOVES[action].from === request.status && mayAct(app, user, request, action));
}

/** True when the user may read the request and comment on it. */
export function readsRequest(app: App, user: User | undefined, request: ReviewRequest): boolean {
  if (user === undefined) return false;
  if (user.account === 'admin' || isCreator(app, user, request)) return true;
  return request.status !== 'created' && (isReceiver(app, user, request) || ownsTopic(app, user, request));
}

/** True when the user may change its title and description. */
export function changesRequest(app: App, user: User | undefined, request: ReviewRequest): boolean {
  if (user?.account === 'admin') return true;
  if (request.status === 'created') return isCreator(app, user, request);
  return request.status === 'submitted' && (isCreator(app, user, request) || isReceiver(app, user, request));
}

/** True when the user wrote the comment. */
export function wroteEvent(user: User | undefined, event: RequestEvent): boolean {
  return user !== undefined && event.createdBy['user'] === user.id;
}

/** True for what a community asks, which is also what it is about. */
export function isOfCommunity({ type }: Pick<ReviewRequest, 'type'>): boolean {
  return OF_COMMUNITIES.includes(type);
}

/** An invitation is the community's; most else is the user's who asked. */
function isCreator(app: App, user: User | undefined, request: ReviewRequest): boolean {
  if (!isOfCommunity(request)) return user !== undefined && request.createdBy === user.id;
  const community = app.store.communities.get(textAt(request.topic, 'community') ?? '');
  return community !== undefined && managesMembers(user, community);
}

/** True when the user is the one who decides, or of those who decide for the community. */
export function isReceiver(app: App, user: User | undefined, { receiver, type }: ReviewRequest): boolean {
  if (receiver === null || user === undefined) return false;
  if (receiver['user'] !== undefined) return receiver['user'] === user.id;
  const community: Community | undefined = app.store.communities.get(textAt(receiver, 'community') ?? '');
  if (!community) return false;
  return ABOUT_MEMBERS.includes(type) ? managesMembers(user, community) : curates(user, community);
}

function ownsTopic(app: App, user: User, { topic }: ReviewRequest): boolean {
  return app.store.entry(textAt(topic, 'record') ?? '')?.ownerId === user.id;
}
