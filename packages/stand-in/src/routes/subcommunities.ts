import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { noSuchId, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { createCommunity, findCommunity } from '../lifecycle/communities.ts';
import { actOnRequest } from '../lifecycle/request-actions.ts';
import { askToStandBelow } from '../lifecycle/subcommunities.ts';
import { requestView } from '../replies/request-view.ts';
import { membershipOf, owns, requireThat, seesCommunity } from '../rules/communities.ts';
import { readSubcommunityInput } from '../rules/schema/subcommunity.ts';
import type { Community } from '../state/community.ts';
import type { User } from '../state/users.ts';
import { COMMUNITY_FACETS, communityList, communityOf } from './communities.ts';
import { communityById } from './community-members.ts';

/** The communities that stand below one. */
function list(call: Call, app: App): Reply {
  const parent = communityOf(call, app);
  const items = [...app.store.communities.index.entries()].filter(
    (one) => one.parentId === parent.id && !one.tombstone && seesCommunity(call.user, one),
  );
  const facets = COMMUNITY_FACETS.filter(({ name }) => name !== 'type');
  return communityList(call, app, items, `${call.origin}/api/communities/${call.param('community')}/subcommunities`, { facets });
}

/** An owner asks for a community to stand below this one; done at once where the owner of both asks. */
async function join(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const parent = communityById(call, app);
  if (parent.takesChildren !== true) throw new Problem(400, 'Parent community does not accept subcommunities.');
  const { child, payload } = readSubcommunityInput(body);
  const user = call.requireUser();
  const request = app.store.atomically(() => {
    const community = 'id' in child ? known(app, child.id) : createCommunity(app, user, child.input);
    requireThat(owns(user, community));
    const asked = askToStandBelow(app, user, community, parent, payload);
    return isOwner(user, community) && isOwner(user, parent) ? actOnRequest(app, asked, 'accept', { user: user.id }) : asked;
  });
  return jsonReply(201, requestView(call, app, request), call.accepted);
}

function known(app: App, id: string): Community {
  const community = findCommunity(app, id);
  if (!community || community.tombstone) throw noSuchId();
  return community;
}

function isOwner(user: User, community: Community): boolean {
  return membershipOf(user, community)?.role === 'owner';
}

const ONE = '/api/communities/:community';
const serves = DRAFT_FILE_TYPES;

export const subcommunityRoutes: readonly Route[] = [
  { method: 'GET', path: `${ONE}/subcommunities`, serves, handle: list },
  { method: 'POST', path: `${ONE}/actions/join-request`, serves, takes: JSON_BODY, handle: join },
];
