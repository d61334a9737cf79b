import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Call } from '../http/call.ts';
import { requireRevision } from '../http/if-match.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { denied, invalidField, noSuchId, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, docsAt, isDoc, textAt } from '../json.ts';
import {
  createCommunity,
  deleteCommunity,
  findCommunity,
  renameCommunity,
  restoreCommunity,
  updateCommunity,
} from '../lifecycle/communities.ts';
import { communityView } from '../replies/community-view.ts';
import { byTime, type ListKind, listPage, type PlainFacet } from '../replies/list-page.ts';
import { membershipOf, owns, requireThat, seesCommunity, whyNotBelow } from '../rules/communities.ts';
import { type CommunityInput, readCommunityInput, readSlug } from '../rules/schema/community.ts';
import { looksLikeSpam } from '../rules/spam.ts';
import type { Community } from '../state/community.ts';
import { isVerified, type User } from '../state/users.ts';
import { termTitle, vocabularies } from '../vocabularies/vocabulary.ts';

/**
 * The community that the path names, by its id or slug.
 *
 * @throws {Problem} 404, 410 for a deleted one, 403 for one that the caller may not see
 */
export function communityOf(call: Call, app: App): Community {
  const community = findCommunity(app, call.param('community'));
  if (!community) throw noSuchId();
  if (community.tombstone) throw new Problem(410, 'The record has been deleted.');
  if (!seesCommunity(call.user, community)) throw denied();
  return community;
}

async function create(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const user = call.requireUser();
  const input = readCommunityInput(body);
  requireThat(input.access['visibility'] === 'public' || user.account === 'admin');
  refuseSpam(app, user, input);
  return communityReply(201, call, app, createCommunity(app, user, withRelatives(app, user, input)));
}

function read(call: Call, app: App): Reply {
  return communityReply(200, call, app, communityOf(call, app));
}

async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  requireThat(owns(call.user, community));
  requireRevision(call, community.revision);
  const input = readCommunityInput(body);
  const user = call.requireUser();
  if (input.access['visibility'] !== community.access['visibility']) requireHiding(app, user, community, input);
  refuseSpam(app, user, input);
  return communityReply(200, call, app, updateCommunity(app, community, withRelatives(app, user, input, community)));
}

/**
 * Administrators alone say who sees a community.
 *
 * @throws {Problem} 403; 400 when everybody may see records in it and it is to be restricted
 */
function requireHiding(app: App, user: User, { id }: Community, { access }: CommunityInput): void {
  requireThat(user.account === 'admin');
  const isTold = app.store.mentioning(id).some((entry) => entry.record && entry.communities?.some((one) => one.id === id));
  if (access['visibility'] === 'restricted' && isTold) throw new Problem(400, 'Cannot restrict a community with public records.');
}

/**
 * What is said of looks, parent and children, which administrators alone may change.
 *
 * @throws {Problem} 403 for others, 400 for a parent that cannot be one
 */
function withRelatives(app: App, user: User, input: CommunityInput, before?: Community): CommunityInput {
  if (input.theme || (input.theme === null && before?.theme)) requireThat(user.account === 'admin');
  const { takesChildren, parentId, ...rest } = input;
  const changesChildren = takesChildren !== undefined && takesChildren !== (before?.takesChildren ?? false);
  if (changesChildren) requireThat(user.account === 'admin');
  const children = changesChildren ? { takesChildren } : {};
  if (parentId === undefined || (parentId ?? undefined) === before?.parentId) return { ...rest, ...children };
  requireThat(user.account === 'admin');
  if (parentId === null) return { ...rest, ...children, parentId };
  const parent = findCommunity(app, parentId);
  const complaint = whyNotBelow({ id: before?.id ?? '', takesChildren: takesChildren ?? before?.takesChildren ?? false }, parent);
  if (complaint !== undefined || !parent) throw invalidField('_schema', complaint ?? '');
  return { ...rest, ...children, parentId: parent.id };
}

const BLOCKED =
  'Your account has been blocked - your community has been classified as spam by our automated spam protection system. ' +
  'Your account has therefore been blocked. If you believe this is a mistake, please contact us on our support line.';

/** @throws {Problem} 400 for what is taken for spam; its maker is blocked from then on */
function refuseSpam(app: App, { id }: User, input: CommunityInput): void {
  if (isVerified(id) || !looksLikeSpam(input)) return;
  app.store.blockedUsers.add(id);
  throw new Problem(400, BLOCKED);
}

async function remove(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  const user = call.requireUser();
  requireThat(owns(user, community));
  const sent = isDoc(body) ? body : {};
  const reason = textAt(docAt(sent, 'removal_reason'), 'id');
  if (reason !== undefined && !vocabularies['removal-reasons'].find(reason))
    throw invalidField('removal_reason', `Invalid value ${reason}.`);
  deleteCommunity(app, community, {
    ...(reason === undefined ? {} : { removal_reason: { id: reason } }),
    note: textAt(sent, 'note') ?? '',
    removed_by: { user: user.id },
    removal_date: timestamp(),
    citation_text: textAt(sent, 'citation_text') ?? '',
    is_visible: sent['is_visible'] !== false,
  });
  return noContent();
}

/** Undoes a deletion. */
function restore(call: Call, app: App): Reply {
  const community = findCommunity(app, call.param('community'));
  if (!community) throw noSuchId();
  requireThat(owns(call.user, community));
  if (!community.tombstone) throw new Problem(400, 'Record in unexpected deletion status.');
  return communityReply(200, call, app, restoreCommunity(app, community));
}

/** On Zenodo nobody but the system gives a community another name; here an administrator stands for it. */
async function rename(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  requireThat(call.user?.account === 'admin');
  return communityReply(200, call, app, renameCommunity(app, community, readSlug(body)));
}

function search(call: Call, app: App): Reply {
  const items = [...app.store.communities.index.entries()].filter(
    (community) => !community.tombstone && seesCommunity(call.user, community),
  );
  return communityList(call, app, items, `${call.origin}/api/communities`);
}

function own(call: Call, app: App): Reply {
  const user = call.requireUser();
  const items = [...app.store.communities.index.entries()].filter((one) => !one.tombstone && membershipOf(user, one));
  return communityList(call, app, items, `${call.origin}/api/user/communities`);
}

/** The choices beside a list of communities. */
export const COMMUNITY_FACETS: readonly PlainFacet<Community>[] = [
  {
    name: 'type',
    label: 'Type',
    valuesOf: ({ metadata }) => ids([docAt(metadata, 'type')]),
    labelOf: (id) => termTitle('community-types', id) ?? id,
  },
  {
    name: 'funder',
    label: 'Funders',
    valuesOf: ({ metadata }) => ids(docsAt(metadata, 'funding').map((one) => docAt(one, 'funder'))),
    labelOf: (id) => textAt(vocabularies.funders.find(id) ?? {}, 'name') ?? id,
  },
  {
    name: 'organization',
    label: 'Organizations',
    valuesOf: ({ metadata }) => ids(docsAt(metadata, 'organizations')),
    labelOf: (id) => textAt(vocabularies.affiliations.find(id) ?? {}, 'name') ?? id,
  },
];

/** One page of communities. */
export function communityList(
  call: Call,
  app: App,
  items: readonly Community[],
  url: string,
  more: Partial<ListKind<Community>> = {},
): Reply {
  return listPage<Community>(call, {
    url,
    items,
    fieldsOf: fieldsOf,
    fields: { texts: ['metadata.title', 'metadata.description', 'metadata.organizations.name'], prefixes: true },
    sorts: {
      newest: byTime(({ created }) => created, -1),
      oldest: byTime(({ created }) => created, 1),
    },
    sort: 'newest',
    facets: COMMUNITY_FACETS,
    view: (community) => communityView(call, app, community),
    tellsPage: true,
    ...more,
  });
}

function fieldsOf({ id, slug, created, updated, metadata, access }: Community): Doc {
  return { id, uuid: id, slug, created, updated, metadata, access };
}

function ids(terms: readonly Doc[]): string[] {
  return terms.map((term) => textAt(term, 'id')).filter((id) => id !== undefined);
}

function communityReply(status: number, call: Call, app: App, community: Community): Reply {
  return jsonReply(status, communityView(call, app, community), call.accepted, { etag: `"${community.revision}"` });
}

const LIST = '/api/communities';
const ONE = `${LIST}/:community`;
const serves = DRAFT_FILE_TYPES;

export const communityRoutes: readonly Route[] = [
  { method: 'GET', path: LIST, serves, handle: search },
  { method: 'POST', path: LIST, serves, takes: JSON_BODY, handle: create },
  { method: 'GET', path: '/api/user/communities', serves, handle: own },
  { method: 'GET', path: ONE, serves, handle: read },
  { method: 'PUT', path: ONE, serves, takes: JSON_BODY, handle: update },
  { method: 'DELETE', path: ONE, serves, takes: JSON_BODY, handle: remove },
  { method: 'POST', path: `${ONE}/restore`, serves, takes: JSON_BODY, handle: restore },
  { method: 'POST', path: `${ONE}/rename`, serves, takes: JSON_BODY, handle: rename },
];
