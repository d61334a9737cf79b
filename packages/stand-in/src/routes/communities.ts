import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { denied, noSuchId, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, docsAt, isDoc, textAt } from '../json.ts';
import { changeCommunity, createCommunity, deleteCommunity, findCommunity, updateCommunity } from '../lifecycle/communities.ts';
import { communityView } from '../replies/community-view.ts';
import { byTime, type ListKind, listPage, type PlainFacet } from '../replies/list-page.ts';
import { membershipOf, owns, requireThat, seesCommunity } from '../rules/communities.ts';
import { type CommunityInput, readCommunityInput } from '../rules/schema/community.ts';
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
  if (community.deleted) throw new Problem(410, 'The record has been deleted.');
  if (!seesCommunity(call.user, community)) throw denied();
  return community;
}

async function create(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const user = call.requireUser();
  const input = readCommunityInput(body);
  // Nobody makes restricted communities on Zenodo.
  requireThat(input.access['visibility'] === 'public');
  refuseSpam(app, user, input);
  return communityReply(201, call, createCommunity(app, user, input));
}

function read(call: Call, app: App): Reply {
  return communityReply(200, call, communityOf(call, app));
}

async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  requireThat(owns(call.user, community));
  const input = readCommunityInput(body);
  requireThat(input.access['visibility'] === community.access['visibility']);
  refuseSpam(app, call.requireUser(), input);
  return communityReply(200, call, updateCommunity(app, community, input));
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

function remove(call: Call, app: App): Reply {
  const community = communityOf(call, app);
  requireThat(owns(call.user, community));
  deleteCommunity(app, community);
  return noContent();
}

/** Nobody but the system gives a community another name on Zenodo. */
function rename(call: Call, app: App): Reply {
  communityOf(call, app);
  throw denied();
}

function search(call: Call, app: App): Reply {
  const items = [...app.store.communities.index.entries()].filter((community) => !community.deleted && seesCommunity(call.user, community));
  return communityList(call, items, `${call.origin}/api/communities`);
}

function own(call: Call, app: App): Reply {
  const user = call.requireUser();
  const items = [...app.store.communities.index.entries()].filter((one) => !one.deleted && membershipOf(user, one));
  return communityList(call, items, `${call.origin}/api/user/communities`);
}

function featured(call: Call, app: App): Reply {
  const since = (community: Community) => community.featuredAt ?? Number.POSITIVE_INFINITY;
  const items = [...app.store.communities.index.entries()].filter((one) => !one.deleted && since(one) <= Date.now());
  return communityList(
    call,
    items.toSorted((a, b) => since(b) - since(a)),
    `${call.origin}/api/communities/featured`,
  );
}

/** Zenodo opens few communities to others below them; none here. */
function subcommunities(call: Call, app: App): Reply {
  communityOf(call, app);
  const facets = FACETS.filter(({ name }) => name !== 'type');
  return communityList(call, [], `${call.origin}/api/communities/${call.param('community')}/subcommunities`, { facets });
}

/** An administrator's choice, from a date on. */
async function feature(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  requireThat(call.user?.account === 'admin');
  const start = Date.parse(textAt(isDoc(body) ? body : {}, 'start_date') ?? '');
  if (Number.isNaN(start))
    throw new Problem(400, 'A validation error occurred.', [{ field: 'start_date', messages: ['Not a valid datetime.'] }]);
  changeCommunity(app, { ...community, featuredAt: start });
  return jsonReply(201, { id: 1, start_date: new Date(start).toISOString() });
}

function logo(call: Call, app: App): Reply {
  const community = communityOf(call, app);
  if (call.method === 'DELETE') requireThat(owns(call.user, community));
  throw new Problem(404, 'No logo exists for this community.');
}

const FACETS: readonly PlainFacet<Community>[] = [
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
export function communityList(call: Call, items: readonly Community[], url: string, more: Partial<ListKind<Community>> = {}): Reply {
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
    facets: FACETS,
    view: (community) => communityView(call, community),
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

function communityReply(status: number, call: Call, community: Community): Reply {
  return jsonReply(status, communityView(call, community), call.accepted, { etag: `"${community.revision}"` });
}

const LIST = '/api/communities';
const ONE = `${LIST}/:community`;
const serves = DRAFT_FILE_TYPES;

export const communityRoutes: readonly Route[] = [
  { method: 'GET', path: LIST, serves, handle: search },
  { method: 'POST', path: LIST, serves, takes: JSON_BODY, handle: create },
  { method: 'GET', path: '/api/user/communities', serves, handle: own },
  { method: 'GET', path: `${LIST}/featured`, serves, handle: featured },
  { method: 'GET', path: ONE, serves, handle: read },
  { method: 'PUT', path: ONE, serves, takes: JSON_BODY, handle: update },
  { method: 'DELETE', path: ONE, serves, handle: remove },
  { method: 'POST', path: `${ONE}/rename`, serves, takes: JSON_BODY, handle: rename },
  { method: 'POST', path: `${ONE}/featured`, serves, takes: JSON_BODY, handle: feature },
  { method: 'GET', path: `${ONE}/subcommunities`, serves, handle: subcommunities },
  { method: 'GET', path: `${ONE}/logo`, handle: logo },
  { method: 'DELETE', path: `${ONE}/logo`, handle: logo },
];
