import { type Answer, type Ask, readyDraft } from './client.ts';

export function communityBody(slug: string, access: object = {}, metadata: object = {}): object {
  return {
    slug,
    metadata: { title: `Community ${slug}`, description: 'For tests', type: { id: 'project' }, ...metadata },
    access: { visibility: 'public', member_policy: 'open', record_submission_policy: 'open', review_policy: 'closed', ...access },
  };
}

/** A community of the owner; its id. */
export async function createCommunity(ask: Ask, slug = 'lab', access: object = {}): Promise<string> {
  const { body } = await ask('POST', '/api/communities', { json: communityBody(slug, access), accept: 'application/json' });
  return body.id;
}

/** Invites a user, who accepts. */
export async function join(ask: Ask, community: string, as: 'other' | 'fresh', role: string): Promise<void> {
  const id = { other: '4', fresh: '8' }[as];
  await ask('POST', `/api/communities/${community}/invitations`, { json: { members: [{ type: 'user', id }], role } });
  const { body } = await ask('GET', '/api/user/requests?type=community-invitation&is_open=true', { as });
  await ask('POST', `/api/requests/${body.hits.hits[0]!.id}/actions/accept`, { as, json: {} });
}

/** A draft of one user that waits for the review of a community. */
export async function submitted(ask: Ask, community: string, as: 'owner' | 'other' = 'owner'): Promise<{ draft: string; request: string }> {
  const draft = await readyDraft((method, path, sent) => ask(method, path, { as, ...sent }));
  await setReview(ask, draft, community, as);
  const { body } = await ask('POST', `/api/records/${draft}/draft/actions/submit-review`, { as, json: {} });
  return { draft, request: body.id };
}

export async function setReview(ask: Ask, draft: string, community: string, as: 'owner' | 'other' = 'owner'): Promise<Answer> {
  const json = { receiver: { community }, type: 'community-submission' };
  return await ask('PUT', `/api/records/${draft}/draft/review`, { as, json });
}

/** Asks a community to take a published record in. */
export async function include(ask: Ask, record: string, community: string, more: object = {}): Promise<Answer> {
  return await ask('POST', `/api/records/${record}/communities`, { json: { communities: [{ id: community, ...more }] } });
}
