import { randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { invalidField, Problem } from '../http/problem.ts';
import type { Doc } from '../json.ts';
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
    customFields: input.customFields,
    ...relativesOf(input),
    ...(input.theme ? { theme: input.theme } : {}),
  };
  app.store.communities.save(community);
  return community;
}

/** @throws {Problem} 400 when the slug is another one: that needs a rename */
export function updateCommunity(app: App, { parentId, theme, ...community }: Community, input: CommunityInput): Community {
  if (input.slug !== community.slug) throw invalidField('slug', 'The ID should be modified through the renaming URL instead.');
  const { metadata, access, customFields } = input;
  const look = input.theme === undefined ? theme : (input.theme ?? undefined);
  const kept = parentId === undefined || input.parentId !== undefined ? {} : { parentId };
  return reviseCommunity(app, {
    ...community,
    metadata,
    access,
    customFields,
    ...(look ? { theme: look } : {}),
    ...kept,
    ...relativesOf(input),
  });
}

/** What is said of parent and children, if anything is. */
function relativesOf({ takesChildren, parentId }: CommunityInput): Pick<Community, 'takesChildren' | 'parentId'> {
  return { ...(takesChildren === undefined ? {} : { takesChildren }), ...(typeof parentId === 'string' ? { parentId } : {}) };
}

/** Saves a change as a revision of the community. */
export function reviseCommunity(app: App, community: Community): Community {
  return changeCommunity(app, { ...community, updated: timestamp(), revision: community.revision + 1 });
}

/**
 * Gives a community another slug, which its records then name.
 *
 * @throws {Problem} 400 when the slug is taken
 */
export function renameCommunity(app: App, community: Community, slug: string): Community {
  const known = findCommunity(app, slug);
  if (known && known.id !== community.id) throw invalidField('slug', 'A community with this identifier already exists.');
  return app.store.atomically(() => {
    for (const entry of app.store.mentioning(community.id)) {
      const communities = entry.communities?.map((one) => (one.id === community.id ? { ...one, slug } : one));
      if (communities) app.store.saveEntry({ ...entry, communities });
    }
    return reviseCommunity(app, { ...community, slug });
  });
}

/** Saves a change that is no revision: members, what is featured. */
export function changeCommunity(app: App, community: Community): Community {
  app.store.communities.save(community);
  return community;
}

/**
 * Deletes a community; its records leave it.
 *
 * @param tombstone - what is said of the deletion
 * @throws {Problem} 400 while requests to it are open
 */
export function deleteCommunity(app: App, community: Community, tombstone: Doc): void {
  let open = 0;
  for (const request of app.store.requests.all())
    if (request.receiver?.['community'] === community.id && request.status === 'submitted') open++;
  if (open === 1) throw new Problem(400, 'There is 1 request open for this community. Please, resolve it before deleting this community.');
  if (open > 1)
    throw new Problem(
      400,
      `There are ${open} requests open for this community. Please, resolve all of them before deleting this community.`,
    );
  reviseCommunity(app, { ...community, tombstone });
}

/** Brings a deleted community back as it was, and its records with it. */
export function restoreCommunity(app: App, { tombstone: _gone, ...community }: Community): Community {
  return reviseCommunity(app, community);
}

/** A membership that begins, or waits for an answer. */
export function newMember(userId: string, role: Role, more: Pick<Member, 'active' | 'requestId'>): Member {
  const now = timestamp();
  return { id: randomUUID(), userId, role, visible: false, created: now, updated: now, revision: 1, ...more };
}
