import type { App } from '../app.ts';
import type { Community } from '../state/community.ts';
import type { Concept, Entry } from '../state/entry.ts';

/** The communities of a concept: the same for all of its versions. */
export function communitiesOf(app: App, parentId: string): NonNullable<Entry['communities']> {
  return app.store.versionsOf(parentId)[0]?.communities ?? [];
}

/** Puts all versions of a concept into a community, and into the one that it stands below. The first community stands first from then on. */
export function joinCommunity(app: App, parentId: string, community: Community): void {
  join(app, parentId, community);
  const above = app.store.communities.get(community.parentId ?? '');
  if (above && !communitiesOf(app, parentId).some(({ id }) => id === above.id)) join(app, parentId, above);
}

function join(app: App, parentId: string, { id, slug }: Community): void {
  const before = communitiesOf(app, parentId).filter((one) => one.id !== id);
  const concept = app.store.concept(parentId)!;
  saveCommunities(app, { ...concept, defaultCommunity: concept.defaultCommunity ?? id }, [...before, { id, slug }]);
}

/** Takes all versions of a concept out of a community. */
export function leaveCommunity(app: App, parentId: string, id: string): void {
  const { defaultCommunity, ...concept } = app.store.concept(parentId)!;
  const kept = communitiesOf(app, parentId).filter((one) => one.id !== id);
  saveCommunities(app, defaultCommunity === undefined || defaultCommunity === id ? concept : { ...concept, defaultCommunity }, kept);
}

/** Says which community stands first; undefined for none. */
export function setDefaultCommunity(app: App, parentId: string, id: string | undefined): void {
  const { defaultCommunity: _before, ...concept } = app.store.concept(parentId)!;
  app.store.saveConcept(id === undefined ? concept : { ...concept, defaultCommunity: id });
}

function saveCommunities(app: App, concept: Concept, communities: NonNullable<Entry['communities']>): void {
  app.store.atomically(() => {
    app.store.saveConcept(concept);
    for (const entry of app.store.versionsOf(concept.id)) app.store.saveEntry({ ...entry, communities });
  });
}
