import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { NATIVE } from '../http/negotiation.ts';
import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { hasRole, includesDirectly, maySubmit } from '../rules/communities.ts';
import type { Community } from '../state/community.ts';
import { withTerms } from '../vocabularies/references.ts';
import { vocabularies } from '../vocabularies/vocabulary.ts';

/** A community as its own routes show it; the native dialect adds what pages need. */
export function communityView(call: Call, app: App, community: Community): Doc {
  const metadata = withTitles(community.metadata);
  return {
    ...core(community, metadata),
    ...parentOf(app, community, call.origin),
    links: {
      ...(call.user?.account === 'admin' ? { featured: `${call.origin}/api/communities/${community.id}/featured` } : {}),
      ...communityLinks(community, call.origin),
    },
    custom_fields: withSubjects(community),
    ...(community.theme ? { theme: community.theme } : {}),
    ...(call.accepted === NATIVE ? { ui: uiView(call, community, metadata) } : {}),
  };
}

/** A community inside of a record that is read by its id: all of it, the type without its title. */
export function recordCommunity(community: Community): Doc {
  return { ...core(community, community.metadata), links: {}, custom_fields: community.customFields ?? {} };
}

/** A community inside of a record in a list, which shows what the index keeps. */
export function listedCommunity(community: Community): Doc {
  const { description: _description, curation_policy: _policy, page: _page, ...metadata } = withTitles(community.metadata);
  const { custom_fields: _fields, ...rest } = recordCommunity({
    ...community,
    metadata,
    access: { ...community.access, member_policy: 'closed' },
  });
  return rest;
}

/** A community where another answer names it and was asked to expand names. */
export function expandedCommunity(community: Community, origin: string): Doc {
  const { title, description, type } = withTitles(community.metadata);
  const { visibility, review_policy } = community.access;
  return {
    id: community.id,
    slug: community.slug,
    links: { logo: `${origin}/api/communities/${community.id}/logo` },
    metadata: {
      title: title ?? '',
      ...(description === undefined ? {} : { description }),
      ...(type === undefined ? {} : { type }),
    },
    access: { visibility: visibility ?? 'public', review_policy: review_policy ?? 'closed' },
  };
}

/** The community that this one stands below, if there is one. */
function parentOf(app: App, { parentId }: Community, origin: string): Doc {
  const parent = app.store.communities.get(parentId ?? '');
  if (!parent) return {};
  return {
    parent: { ...core(parent, withTitles(parent.metadata)), links: communityLinks(parent, origin), custom_fields: withSubjects(parent) },
  };
}

function core(community: Community, metadata: Doc): Doc {
  return {
    id: community.id,
    created: community.created,
    updated: community.updated,
    revision_id: community.revision,
    slug: community.slug,
    metadata,
    access: community.access,
    deletion_status: { is_deleted: community.tombstone !== undefined, status: community.tombstone ? 'D' : 'P' },
    children: { allow: community.takesChildren === true },
  };
}

function withTitles(metadata: Doc): Doc {
  const id = textAt(docAt(metadata, 'type'), 'id');
  const title = id === undefined ? undefined : vocabularies['community-types'].find(id)?.['title'];
  const organizations = docsAt(metadata, 'organizations').map((organization) => {
    const known = typeof organization['id'] === 'string' ? vocabularies.affiliations.find(organization['id'])?.['name'] : undefined;
    return known === undefined ? organization : { ...organization, name: known };
  });
  return {
    ...metadata,
    ...(id === undefined ? {} : { type: { id, ...(title === undefined ? {} : { title }) } }),
    ...(organizations.length > 0 ? { organizations } : {}),
    ...(metadata['funding'] === undefined ? {} : withTerms({ funding: metadata['funding'] })),
  };
}

/** Its subjects in words. */
function withSubjects({ customFields = {} }: Community): Doc {
  if (customFields['subjects'] === undefined) return customFields;
  const subjects = docsAt(customFields, 'subjects').map((subject) => {
    const known = typeof subject['id'] === 'string' ? vocabularies.subjects.find(subject['id'])?.['subject'] : undefined;
    return known === undefined ? subject : { ...subject, subject: known };
  });
  return { ...customFields, subjects };
}

function uiView(call: Call, community: Community, metadata: Doc): Doc {
  const type = docAt(metadata, 'type');
  return {
    ...(metadata['type'] ? { type: { id: type['id'] ?? '', title_l10n: docAt(type, 'title')['en'] ?? '' } } : {}),
    organizations: metadata['organizations'] ?? [],
    custom_fields: withSubjects(community),
    permissions: {
      can_include_directly: includesDirectly(call.user, community),
      can_update: hasRole(call.user, community, 'owner'),
      can_submit_record: maySubmit(call.user, community),
      can_manage_collections: call.user?.account === 'admin',
    },
  };
}

function communityLinks({ id, slug, takesChildren }: Community, origin: string): Doc {
  const self = `${origin}/api/communities/${id}`;
  const page = `${origin}/communities/${slug}`;
  return {
    self,
    self_html: `${page}/`,
    settings_html: `${page}/settings`,
    logo: `${self}/logo`,
    rename: `${self}/rename`,
    members: `${self}/members`,
    public_members: `${self}/members/public`,
    invitations: `${self}/invitations`,
    requests: `${self}/requests`,
    records: `${self}/records`,
    collection_trees: `${self}/collection-trees`,
    ...(takesChildren === true ? { subcommunities: `${self}/subcommunities` } : {}),
    membership_requests: `${self}/membership-requests`,
  };
}
