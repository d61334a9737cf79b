import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { textAt } from '../json.ts';
import { findCommunity } from '../lifecycle/communities.ts';
import { collectionPage, communitiesPage, communityPage } from '../pages/community-page.ts';
import { page } from '../pages/layout.ts';
import { requestPage, requestsPage } from '../pages/request-page.ts';
import type { SearchDocument } from '../search/document.ts';
import { firstInOrder, orderOf } from '../search/sort.ts';
import type { Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import { collected } from './collections.ts';
import { latestIn } from './listings.ts';
import { missing } from './pages.ts';

/** How many records a community's page shows. */
const SHOWN = 25;

function communities(_call: Call, app: App): Reply {
  return page('Communities', communitiesPage([...app.store.communities.all()].filter(({ tombstone }) => !tombstone)));
}

function community(call: Call, app: App): Reply {
  const found = findCommunity(app, call.param('community'));
  if (!found || found.tombstone) return missing('community', call);
  const records = newestOf(latestIn(app, found.id));
  const requests = [...app.store.requests.all()].filter(({ receiver, topic }) =>
    [receiver?.['community'], topic['community']].includes(found.id),
  );
  return page(textAt(found.metadata, 'title') ?? found.slug, communityPage(found, records, requests, relativesOf(app, found)));
}

function newestOf(records: readonly SearchDocument[]): { total: number; newest: Entry[] } {
  return { total: records.length, newest: firstInOrder(records, orderOf('newest')!, SHOWN).map(({ entry }) => entry) };
}

/** The community that this one stands below, and those that stand below it. */
function relativesOf(app: App, { id, parentId }: Community): Community[] {
  return [...app.store.communities.all()].filter((one) => !one.tombstone && (one.id === parentId || one.parentId === id));
}

function collection(call: Call, app: App): Reply {
  const found = findCommunity(app, call.param('community'));
  const tree = found?.tombstone ? undefined : found?.trees?.find(({ slug }) => slug === call.param('tree'));
  const one = tree?.collections.find(({ slug }) => slug === call.param('collection'));
  if (!found || !tree || !one) return missing('collection', call);
  return page(one.title, collectionPage(found, one, newestOf(collected(call, app, found, tree, one))));
}

function requests(_call: Call, app: App): Reply {
  return page('Requests', requestsPage([...app.store.requests.all()]));
}

function request(call: Call, app: App): Reply {
  const found = app.store.requests.get(call.param('request'));
  if (!found) return missing('request', call);
  const asked = textAt(found.receiver ?? {}, 'community') ?? textAt(found.topic, 'community');
  return page(found.title || 'Request', requestPage(found, app.store.communities.get(asked ?? '')));
}

export const communityPageRoutes: readonly Route[] = [
  { method: 'GET', path: '/communities', handle: communities },
  { method: 'GET', path: '/communities/:community', handle: community },
  { method: 'GET', path: '/communities/:community/', handle: community },
  { method: 'GET', path: '/communities/:community/collections/:tree/:collection', handle: collection },
  { method: 'GET', path: '/me/requests', handle: requests },
  { method: 'GET', path: '/me/requests/:request', handle: request },
];
