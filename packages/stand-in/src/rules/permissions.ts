import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { denied } from '../http/problem.ts';
import type { Community } from '../state/community.ts';
import type { Entry, Right } from '../state/entry.ts';
import type { User } from '../state/users.ts';
import { curates, isMember } from './communities.ts';

/** Each includes those before it. */
const RIGHTS: readonly Right[] = ['view', 'preview', 'edit', 'manage'];

/** True when the user owns the record, or is an administrator. */
export function manages(user: User | undefined, entry: Entry): boolean {
  return user !== undefined && (user.id === entry.ownerId || user.account === 'admin');
}

/**
 * What the caller may do with a draft or record beyond what everybody may: as its owner, as a curator of one of its communities
 * or of the one that reviews it, by a grant, or by the secret link whose token was sent.
 */
function rightOf(call: Pick<Call, 'user' | 'query'>, app: App, entry: Entry): Right | undefined {
  const { user } = call;
  if (manages(user, entry)) return 'manage';
  if (user && communitiesOf(app, entry).some((community) => curates(user, community))) return 'manage';
  const access = app.store.concept(entry.parentId)?.access;
  const token = call.query.get('token');
  const held = [
    ...(access?.links ?? []).filter((link) => link.token === token && !hasEnded(app, link.expiresAt)).map(({ permission }) => permission),
    ...(access?.grants ?? [])
      .filter(({ subject }) => user && subject.type === 'user' && subject.id === user.id)
      .map(({ permission }) => permission),
    ...(user && reviews(app, user, entry) ? (['edit'] as const) : []),
  ];
  return RIGHTS.findLast((right) => held.includes(right));
}

/** True when the caller has that right or a greater one. */
export function holds(call: Pick<Call, 'user' | 'query'>, app: App, entry: Entry, right: Right): boolean {
  const held = rightOf(call, app, entry);
  return held !== undefined && RIGHTS.indexOf(held) >= RIGHTS.indexOf(right);
}

/** @throws {Problem} 403, for nobody and for another user alike */
export function requireRight(call: Call, app: App, entry: Entry, right: Right): void {
  if (!holds(call, app, entry, right)) throw denied();
}

/** True when the files of the published record may be read: where they are restricted also by members of its communities. */
export function readsFiles(call: Pick<Call, 'user' | 'query'>, app: App, entry: Entry): boolean {
  if (entry.record?.access['files'] !== 'restricted' || holds(call, app, entry, 'view')) return true;
  const { user } = call;
  return user !== undefined && (communitiesOf(app, entry).some((one) => isMember(user, one)) || isAsked(app, user, entry));
}

/** A link ends with the day before the one it names. */
function hasEnded(app: App, expiresAt: string | undefined): boolean {
  return expiresAt !== undefined && expiresAt <= new Date(app.faults.now()).toISOString().slice(0, 10);
}

function communitiesOf(app: App, { communities = [] }: Entry): Community[] {
  return communities.map(({ id }) => app.store.communities.get(id)).filter((one) => one !== undefined);
}

/** True for a curator of a community that is asked to take the record in. */
function isAsked(app: App, user: User, { id }: Entry): boolean {
  for (const { type, status, receiver, topic } of app.store.requests.all()) {
    if (type !== 'community-inclusion' || status !== 'submitted' || topic['record'] !== id) continue;
    const community = app.store.communities.get(String(receiver?.['community']));
    if (community && curates(user, community)) return true;
  }
  return false;
}

function reviews(app: App, user: User, entry: Entry): boolean {
  if (entry.review?.status !== 'submitted') return false;
  const receiver = app.store.requests.get(entry.review.requestId)?.receiver?.['community'];
  const community = typeof receiver === 'string' ? app.store.communities.get(receiver) : undefined;
  return community !== undefined && curates(user, community);
}
