import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { invalidField, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, isDoc, type Json, textAt } from '../json.ts';
import { changeCommunity } from '../lifecycle/communities.ts';
import { requireThat } from '../rules/communities.ts';
import { MISSING } from '../rules/schema/kinds.ts';
import type { Community, Feature } from '../state/community.ts';
import { communityList, communityOf } from './communities.ts';

/** The communities that are shown first, the latest choice before all. */
function search(call: Call, app: App): Reply {
  const since = ({ featured = [] }: Community) => {
    const past = featured.map(({ startsAt }) => startsAt).filter((at) => at <= app.faults.now());
    return Math.max(Number.NEGATIVE_INFINITY, ...past);
  };
  const items = [...app.store.communities.index.entries()].filter(
    (one) => !one.tombstone && one.access['visibility'] === 'public' && Number.isFinite(since(one)),
  );
  return communityList(
    call,
    app,
    items.toSorted((a, b) => since(b) - since(a)),
    `${call.origin}/api/communities/featured`,
  );
}

function list(call: Call, app: App): Reply {
  const { featured = [] } = asAdministrator(call, app);
  return jsonReply(200, { hits: { hits: featured.map(view), total: featured.length } });
}

async function add(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = asAdministrator(call, app);
  const { featured = [] } = community;
  const added = { id: Math.max(0, ...featured.map(({ id }) => id)) + 1, startsAt: readStart(body) };
  changeCommunity(app, { ...community, featured: [...featured, added] });
  return jsonReply(201, view(added));
}

async function change(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { community, feature } = chosen(call, app);
  const changed = { ...feature, startsAt: readStart(body) };
  changeCommunity(app, { ...community, featured: (community.featured ?? []).map((one) => (one.id === feature.id ? changed : one)) });
  return jsonReply(200, view(changed));
}

function remove(call: Call, app: App): Reply {
  const { community, feature } = chosen(call, app);
  changeCommunity(app, { ...community, featured: (community.featured ?? []).filter(({ id }) => id !== feature.id) });
  return noContent();
}

function asAdministrator(call: Call, app: App): Community {
  const community = communityOf(call, app);
  requireThat(call.user?.account === 'admin');
  return community;
}

function chosen(call: Call, app: App): { community: Community; feature: Feature } {
  const community = communityOf(call, app);
  const feature = community.featured?.find(({ id }) => String(id) === call.param('featured'));
  if (!feature) throw new Problem(404, `A featured community entry with id ${call.param('featured')} does not exist.`);
  requireThat(call.user?.account === 'admin');
  return { community, feature };
}

/** @throws {Problem} 400 for what is no time */
function readStart(body: Json | undefined): number {
  const given = isDoc(body) ? body['start_date'] : undefined;
  if (given === undefined) throw invalidField('start_date', MISSING);
  const start = Date.parse(textAt({ given }, 'given') ?? '');
  if (Number.isNaN(start)) throw invalidField('start_date', 'Not a valid datetime.');
  return start;
}

function view({ id, startsAt }: Feature): Doc {
  return { id, start_date: new Date(startsAt).toISOString() };
}

const ONE = '/api/communities/:community/featured';
const serves = DRAFT_FILE_TYPES;
const takes = JSON_BODY;

export const featuredCommunityRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/communities/featured', serves, handle: search },
  { method: 'GET', path: ONE, serves, handle: list },
  { method: 'POST', path: ONE, serves, takes, handle: add },
  { method: 'PUT', path: `${ONE}/:featured`, serves, takes, handle: change },
  { method: 'DELETE', path: `${ONE}/:featured`, serves, handle: remove },
];
