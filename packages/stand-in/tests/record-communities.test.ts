import { describe, expect, test } from 'vitest';
import { publishedRecord, upload } from './_util/client.ts';
import { createCommunity, include, join } from './_util/communities.ts';
import { started } from './_util/started.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('including a published record', () => {
  test('asks the community first, once', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const record = await publishedRecord(ask);
    const { status, body } = await include(ask, record, 'lab', { comment: { payload: { content: 'Please', format: 'html' } } });
    expect(status).toBe(200);
    expect(body.processed).toMatchObject([{ community_id: 'lab', request: { status: 'submitted', type: 'community-inclusion' } }]);
    expect(body.processed[0]!.request.last_reply).not.toBeNull();
    const again = await include(ask, record, community);
    expect([again.status, again.body.errors]).toEqual([
      400,
      [{ community_id: community, message: 'There is already an open inclusion request for this community.' }],
    ]);
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities).toEqual({});
  });

  test('once accepted covers all versions and leaves their revisions alone', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const record = await publishedRecord(ask);
    const before = await ask('GET', `/api/records/${record}`);
    const { body } = await include(ask, record, community);
    await ask('POST', `/api/requests/${body.processed[0]!.request_id}/actions/accept`, { json: {} });
    const after = await ask('GET', `/api/records/${record}`);
    expect([after.body.updated, after.body.revision_id]).toEqual([before.body.updated, before.body.revision_id]);
    const version = await ask('POST', `/api/records/${record}/versions`);
    await upload(ask, version.body.id);
    await ask('POST', `/api/records/${version.body.id}/draft/actions/publish`);
    const { body: records } = await ask('GET', '/api/communities/lab/records', { as: 'nobody' });
    expect(records.hits.hits.map((hit) => hit.id)).toEqual([version.body.id]);
    const included = await include(ask, record, community);
    expect(included.body.errors).toMatchObject([{ message: 'The record is already included in this community.' }]);
  });

  test('answers each community for itself', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const record = await publishedRecord(ask);
    const { status, body } = await ask('POST', `/api/records/${record}/communities`, {
      json: { communities: [{ id: community }, { id: 'no-such' }] },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      processed: [{ community_id: community }],
      errors: [{ community_id: 'no-such', message: 'Community not found.' }],
    });
  });

  test('is done at once for a curator where the policy is open', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask, 'open', { review_policy: 'open' });
    const record = await publishedRecord(ask);
    expect((await include(ask, record, community)).body.processed[0]!.request.status).toBe('accepted');
    const other = await publishedRecord(ask);
    expect((await include(ask, other, community, { require_review: true })).body.processed[0]!.request.status).toBe('submitted');
  });

  test.each([
    ['no list', {}, 'Missing data for required field.'],
    ['an empty list', { communities: [] }, 'Shorter than minimum length 1.'],
    ['the same twice', { communities: [{ id: 'a' }, { id: 'a' }] }, "Duplicated communities {'a'}."],
    [
      'too many',
      { communities: Array.from({ length: 11 }, (_, at) => ({ id: `c${at}` })) },
      'Too many communities passed, 10 max allowed.',
    ],
  ])('refuses %s', async (_, json, message) => {
    const { ask } = await started();
    const record = await publishedRecord(ask);
    const { status, body } = await ask('POST', `/api/records/${record}/communities`, { json });
    expect([status, body.errors]).toEqual([400, [{ field: 'communities', messages: [message] }]]);
  });

  test('is for who manages the record', async () => {
    const { ask } = await started();
    const community = await createCommunity(ask);
    const record = await publishedRecord(ask);
    const json = { communities: [{ id: community }] };
    for (const as of ['other', 'nobody'] as const)
      expect((await ask('POST', `/api/records/${record}/communities`, { as, json })).status).toBe(403);
  });
});

describe('a record in a community', () => {
  const included = async () => {
    const { ask } = await started();
    const community = await createCommunity(ask, 'open', { review_policy: 'open' });
    const record = await publishedRecord(ask);
    await include(ask, record, community);
    return { ask, community, record };
  };

  test('lists it, and leaves it by its id alone', async () => {
    const { ask, community, record } = await included();
    const { body } = await ask('GET', `/api/records/${record}/communities`, { as: 'nobody', accept: 'application/json' });
    expect(body.hits.hits.map((hit) => hit.id)).toEqual([community]);
    const remove = (id: string) => ask('DELETE', `/api/records/${record}/communities`, { json: { communities: [{ id }] } });
    expect((await remove('open')).status).toBe(400);
    const done = await remove(community);
    expect([done.status, done.body]).toEqual([200, {}]);
    const again = await remove(community);
    expect([again.status, again.text]).toEqual([400, expect.stringMatching(new RegExp(`in not included in the community ${community}`))]);
    expect((await ask('GET', `/api/communities/${community}/records`)).body.hits.total).toBe(0);
  });

  test('is taken out by a curator of the community, not by a stranger', async () => {
    const { ask, community, record } = await included();
    const remove = () =>
      ask('DELETE', `/api/communities/${community}/records`, { as: 'other', json: { records: [{ id: record }, { id: '1' }] } });
    expect((await remove()).status).toBe(403);
    await join(ask, community, 'other', 'curator');
    const { status, body } = await remove();
    expect([status, body]).toEqual([200, { errors: [{ record: '1', message: 'The record does not exist.' }] }]);
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities).toEqual({});
  });

  test('has a default community, which can be changed and taken away', async () => {
    const { ask, community, record } = await included();
    const set = (value: unknown) => ask('PUT', `/api/records/${record}/communities`, { json: { default: value } });
    expect((await set('')).status).toBe(200);
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities.default).toBeUndefined();
    expect((await set(community)).status).toBe(200);
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities.default).toBe(community);
    expect((await set(UNKNOWN)).status).toBe(400);
  });

  test('is suggested only communities that it is not in, nor has asked', async () => {
    const { ask, record } = await included();
    const free = await createCommunity(ask, 'free');
    await include(ask, record, await createCommunity(ask, 'asked'));
    const { body } = await ask('GET', `/api/records/${record}/communities-suggestions`);
    expect(body.hits.hits.map((hit) => hit.id)).toEqual([free]);
    expect((await ask('GET', `/api/records/${record}/communities-suggestions`, { as: 'nobody' })).status).toBe(403);
  });

  test('is found by the slug of its community; where no slug is known, everything is', async () => {
    const { ask, record } = await included();
    await publishedRecord(ask);
    await createCommunity(ask, 'empty');
    const total = async (query: string) => (await ask('GET', `/api/records?${query}`)).body.hits.total;
    expect((await ask('GET', '/api/records?communities=open')).body.hits.hits.map((hit) => hit.id)).toEqual([record]);
    expect([
      await total('communities=empty'),
      await total('communities=empty&communities=open'),
      await total('communities=no-such'),
    ]).toEqual([0, 1, 2]);
  });

  test('names its communities by their slugs in the old dialect, and in full when asked to expand', async () => {
    const { ask, community, record } = await included();
    const old = await ask('GET', `/api/records/${record}`, { accept: 'application/json' });
    expect(old.body.metadata['communities']).toEqual([{ id: 'open' }]);
    const { body } = await ask('GET', `/api/records/${record}?expand=1`);
    expect(body).toMatchObject({
      expanded: {
        parent: { communities: { default: { id: community, slug: 'open' } }, access: { owned_by: { id: '3', is_current_user: true } } },
      },
    });
  });
});
