import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { invalidField, Problem } from '../http/problem.ts';
import type { CommunityInput } from '../rules/schema/community.ts';
import type { Community, Member, Role } from '../state/community.ts';
import type { User } from '../state/users.ts';

const FIRST_REVISION = 2;

/** The community with that slug or id; a deleted one too. */
export function findCommunity(app: App, idOrSlug: string): Community | undefined {
  const known = app.store.communities.get(idOrSlug.toLowerCase());
  if (known) return known;
  for (const community of app.store.communities.all()) if (community.slug === idOrSlug.toLowerCase()) return community;
  return undefined;
}

/**
 * Makes a community, with its maker as the owner.
 *
 * @throws {Problem} 400 when the slug is taken
 */
export function createCommunity(app: App, user: User, input: CommunityInput): Community {
  if (findCommunity(app, input.slug)) throw invalidField('slug', 'A community with this identifier already exists.');
  const now = timestamp();
  const community: Community = {
    id: randomUUID(),
    slug: input.slug,
    created: now,
    updated: now,
    revision: FIRST_REVISION,
    metadata: input.metadata,
    access: input.access,
    members: [newMember(user.id, 'owner', { active: true })],
  };
  app.store.communities.save(community);
  return community;
}

/** @throws {Problem} 400 when the slug is another one: that needs a rename, which Zenodo does not offer */
export function updateCommunity(app: App, community: Community, input: CommunityInput): Community {
  if (input.slug !== community.slug) throw invalidField('slug', 'The ID should be modified through the renaming URL instead.');
  const { metadata, access } = input;
  return changeCommunity(app, { ...community, metadata, access, updated: timestamp(), revision: community.revision + 1 });
}

/** Saves a change that is no revision: members, what is featured. */
export function changeCommunity(app: App, community: Community): Community {
  app.store.communities.save(community);
  return community;
}

/**
 * Deletes a community; its records leave it.
 *
 * @throws {Problem} 400 while requests to it are open
 */
export function deleteCommunity(app: App, community: Community): void {
  let open = 0;
  for (const request of app.store.requests.all())
    if (request.receiver?.['community'] === community.id && request.status === 'submitted') open++;
  if (open === 1) throw new Problem(400, 'There is 1 request open for this community. Please, resolve it before deleting this community.');
  if (open > 1)
    throw new Problem(
      400,
      `There are ${open} requests open for this community. Please, resolve all of them before deleting this community.`,
    );
  app.store.communities.save({ ...community, deleted: true });
}

/** A membership that begins, or waits for an answer. */
export function newMember(userId: string, role: Role, more: Pick<Member, 'active' | 'requestId'>): Member {
  const now = timestamp();
  return { id: randomUUID(), userId, role, visible: false, created: now, updated: now, revision: 1, ...more };
}
