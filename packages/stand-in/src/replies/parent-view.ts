import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { type Doc, isDoc } from '../json.ts';
import { accessOf } from '../lifecycle/access.ts';
import { reviewOf } from '../lifecycle/reviews.ts';
import type { Community } from '../state/community.ts';
import type { Concept, Entry } from '../state/entry.ts';
import { expandedCommunity, listedCommunity, recordCommunity } from './community-view.ts';
import { expandedUser } from './user-view.ts';

interface ParentOptions {
  /** True when the reader may manage the record: then grants and links are shown. */
  readonly manages: boolean;
  /** True when the reader may change the draft: then its review is shown. */
  readonly edits: boolean;
  /** True in listings, where communities are shown as the index keeps them. */
  readonly listed: boolean;
}

/** The `parent` of a draft or record: what all its versions share. */
export function parentView(app: App, concept: Concept, entry: Entry, { manages, edits, listed }: ParentOptions): Doc {
  const { grants, links, settings } = accessOf(app, concept.id);
  const owned_by = { user: concept.ownerId };
  const request = edits ? reviewOf(app, entry) : undefined;
  return {
    id: concept.id,
    access: manages
      ? {
          grants: grants.map(({ permission, subject, origin }) => ({ permission, subject, ...(origin === null ? {} : { origin }) })),
          owned_by,
          links: links.map(({ id }) => ({ id })),
          settings,
        }
      : { owned_by, settings },
    ...(request
      ? { review: { id: request.id, links: {}, type: request.type, title: '', status: request.status, receiver: request.receiver } }
      : {}),
    communities: communitiesView(communitiesOfEntry(app, entry), concept, listed),
    pids: isDoc(concept.pids) ? concept.pids : {},
  };
}

/** What `?expand=1` adds: the default community and the owner in full. */
export function parentExpansion(call: Call, app: App, concept: Concept): Doc {
  const community = app.store.communities.get(concept.defaultCommunity ?? '');
  return {
    parent: {
      ...(community ? { communities: { default: expandedCommunity(community, call.origin) } } : {}),
      access: { owned_by: expandedUser(concept.ownerId, call.user, call.origin) },
    },
  };
}

function communitiesView(communities: readonly Community[], { defaultCommunity }: Concept, listed: boolean): Doc {
  if (communities.length === 0) return {};
  return {
    ids: communities.map(({ id }) => id),
    ...(defaultCommunity === undefined ? {} : { default: defaultCommunity }),
    entries: communities.map(listed ? listedCommunity : recordCommunity),
  };
}

function communitiesOfEntry(app: App, entry: Entry): Community[] {
  const found = (entry.communities ?? []).map(({ id }) => app.store.communities.get(id));
  return found.filter((one) => one !== undefined).filter((one) => !one.tombstone);
}
