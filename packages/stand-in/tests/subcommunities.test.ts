import { describe, expect, test } from 'vitest';
import { type Ask, publishedRecord } from './_util/client.ts';
import { communityBody, createCommunity, include } from './_util/communities.ts';
import { started } from './_util/started.ts';

/** A community of the owner below which others may stand. */
async function parentCommunity(ask: Ask): Promise<string> {
  const id = await createCommunity(ask, 'eu');
  await ask('PUT', `/api/communities/${id}`, { as: 'admin', json: { ...communityBody('eu'), children: { allow: true } } });
  return id;
}

const join = (ask: Ask, parent: string, json: object, as: 'owner' | 'other' = 'other') =>
  ask('POST', `/api/communities/${parent}/actions/join-request`, { json, as });

describe('a community below another one', () => {
  test('is asked for by its owner and accepted by those above; its records are then in both', async () => {
    const { ask } = await started();
    const parent = await parentCommunity(ask);
    const child = (await ask('POST', '/api/communities', { json: communityBody('xrd'), as: 'other' })).body.id;
    const record = await publishedRecord(ask);
    const { body: asked } = await include(ask, record, child);
    await ask('POST', `/api/requests/${asked.processed[0]!.request_id}/actions/accept`, { as: 'other', json: {} });
    const wish = await join(ask, parent, { community_id: child });
    expect([wish.status, wish.body]).toMatchObject([
      201,
      {
        type: 'subcommunity',
        status: 'submitted',
        title: 'Inclusion of subcommunity "Community xrd"',
        created_by: { community: child },
        topic: { community: child },
        receiver: { community: parent },
      },
    ]);
    expect((await ask('POST', `/api/requests/${wish.body.id}/actions/accept`, { as: 'other', json: {} })).status).toBe(403);
    expect((await ask('POST', `/api/requests/${wish.body.id}/actions/accept`, { json: {} })).body.status).toBe('accepted');
    expect((await ask('GET', `/api/communities/${child}`)).body).toMatchObject({ parent: { id: parent, children: { allow: true } } });
    const below = await ask('GET', '/api/communities/eu/subcommunities', { as: 'nobody' });
    expect(below.body.hits.hits.map(({ id }) => id)).toEqual([child]);
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities.ids).toEqual([child, parent]);
  });

  test('takes its later records up with it', async () => {
    const { ask } = await started();
    const parent = await parentCommunity(ask);
    const { body } = await join(ask, parent, { community: { slug: 'xrd', title: 'Diffraction' } }, 'owner');
    expect(body.status).toBe('accepted');
    const child = (await ask('GET', '/api/communities/xrd')).body.id;
    const record = await publishedRecord(ask);
    const { body: asked } = await include(ask, record, child);
    await ask('POST', `/api/requests/${asked.processed[0]!.request_id}/actions/accept`, { json: {} });
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities.ids).toEqual([child, parent]);
  });

  test.each([
    [{}, '_schema', 'Either community_id or community should be provided.'],
    [{ community: { slug: 'x' } }, 'community.title', 'Missing data for required field.'],
    [
      { community_id: 'xrd', payload: { project_id: '123' } },
      'payload.project_id',
      "Invalid project format. Funder can't be retrieved from the project.",
    ],
  ])('cannot be asked for with %j', async (json, field, message) => {
    const { ask } = await started();
    const { status, body } = await join(ask, await parentCommunity(ask), json);
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('is funded by the project that the wish names', async () => {
    const { ask } = await started();
    const parent = await parentCommunity(ask);
    const child = await createCommunity(ask, 'xrd');
    const wish = (project_id: string) => join(ask, parent, { community_id: child, payload: { project_id } }, 'owner');
    const unknown = await wish('00k4n6c32::000');
    expect([unknown.status, unknown.body.message]).toEqual([400, 'Not a valid value.']);
    const { body } = await wish('00k4n6c32::283595');
    expect(body).toMatchObject({ status: 'accepted', payload: { project_id: '00k4n6c32::283595' } });
    expect((await ask('GET', `/api/requests/${body.id}/timeline`)).body.hits.hits).toMatchObject([{ type: 'C' }, { type: 'L' }]);
    expect((await ask('GET', `/api/communities/${child}`)).body).toMatchObject({
      parent: { id: parent },
      metadata: { funding: [{ award: { id: '00k4n6c32::283595' }, funder: { id: '00k4n6c32' } }] },
    });
  });

  test('needs an owner to ask, and a parent that takes others', async () => {
    const { ask } = await started();
    const parent = await parentCommunity(ask);
    const child = await createCommunity(ask, 'xrd');
    expect((await join(ask, parent, { community_id: child })).status).toBe(403);
    const closed = await join(ask, child, { community_id: parent }, 'owner');
    expect([closed.status, closed.body.message]).toEqual([400, 'Parent community does not accept subcommunities.']);
  });

  test('is placed by an administrator alone, and only where it can stand', async () => {
    const { ask } = await started();
    const parent = await parentCommunity(ask);
    const child = await createCommunity(ask, 'xrd');
    const place = (as: 'owner' | 'admin', parentId: string | null) =>
      ask('PUT', `/api/communities/${child}`, {
        as,
        json: { ...communityBody('xrd'), parent: parentId === null ? null : { id: parentId } },
      });
    expect((await place('owner', parent)).status).toBe(403);
    expect((await place('admin', child)).body.errors).toEqual([
      { field: '_schema', messages: ['Assigned parent is not allowed to be a parent.'] },
    ]);
    expect((await place('admin', parent)).body).toMatchObject({ parent: { id: parent } });
    // Who sends back what was read changes nothing.
    expect((await place('owner', parent)).status).toBe(200);
    expect((await place('admin', null)).body).not.toHaveProperty('parent');
  });
});

describe('a restricted community', () => {
  async function restricted(ask: Ask): Promise<string> {
    const id = await createCommunity(ask, 'closed');
    await ask('PUT', `/api/communities/${id}`, { as: 'admin', json: communityBody('closed', { visibility: 'restricted' }) });
    return id;
  }

  test('is made by administrators alone, and seen by its members', async () => {
    const { ask } = await started();
    expect((await ask('POST', '/api/communities', { json: communityBody('x', { visibility: 'restricted' }) })).status).toBe(403);
    const id = await restricted(ask);
    const seen = async (as: 'owner' | 'other' | 'nobody') => [
      (await ask('GET', `/api/communities/${id}`, { as })).status,
      (await ask('GET', '/api/communities', { as })).body.hits.total,
      (await ask('GET', `/api/communities/${id}/records`, { as })).status,
    ];
    expect([await seen('owner'), await seen('other'), await seen('nobody')]).toEqual([
      [200, 1, 200],
      [403, 0, 403],
      [403, 0, 403],
    ]);
  });

  test('takes in no record that everybody may see', async () => {
    const { ask } = await started();
    const id = await restricted(ask);
    const record = await publishedRecord(ask);
    const { body } = await include(ask, record, id);
    const accepted = await ask('POST', `/api/requests/${body.processed[0]!.request_id}/actions/accept`, { json: {} });
    expect([accepted.status, accepted.body.message]).toEqual([400, 'A public record cannot be included in a restricted community.']);
    expect((await include(ask, record, id)).body.errors).toMatchObject([
      { message: 'There is already an open inclusion request for this community.' },
    ]);
    const other = await publishedRecord((method, path, sent) => ask(method, path, { as: 'other', ...sent }));
    const refused = await ask('POST', `/api/records/${other}/communities`, { as: 'other', json: { communities: [{ id }] } });
    expect([refused.status, refused.body.errors]).toMatchObject([
      400,
      [{ message: 'Submission to this community is only allowed to community members.' }],
    ]);
  });

  test('is not made of one with public records', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask, 'lab', { review_policy: 'open' });
    await include(ask, await publishedRecord(ask), id);
    const { status, body } = await ask('PUT', `/api/communities/${id}`, {
      as: 'admin',
      json: communityBody('lab', { visibility: 'restricted' }),
    });
    expect([status, body.message]).toEqual([400, 'Cannot restrict a community with public records.']);
  });
});

describe('a community over time', () => {
  test('is restored by its owner with its records', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask, 'lab', { review_policy: 'open' });
    const record = await publishedRecord(ask);
    await include(ask, record, id);
    expect((await ask('POST', `/api/communities/${id}/restore`, { json: {} })).status).toBe(400);
    await ask('DELETE', `/api/communities/${id}`, { json: { note: 'a try', removal_reason: { id: 'test-record' } } });
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities).toEqual({});
    expect((await ask('POST', `/api/communities/${id}/restore`, { as: 'other', json: {} })).status).toBe(403);
    expect((await ask('POST', `/api/communities/${id}/restore`, { json: {} })).body).toMatchObject({
      deletion_status: { is_deleted: false },
    });
    expect((await ask('GET', `/api/records/${record}`)).body.parent.communities.ids).toEqual([id]);
  });

  test('is deleted for a known reason, if any', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const { status, body } = await ask('DELETE', `/api/communities/${id}`, { json: { removal_reason: { id: 'frob' } } });
    expect([status, body.errors]).toEqual([400, [{ field: 'removal_reason', messages: ['Invalid value frob.'] }]]);
  });

  test('is renamed by an administrator, and its records name it so', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask, 'lab', { review_policy: 'open' });
    await createCommunity(ask, 'taken');
    const record = await publishedRecord(ask);
    await include(ask, record, id);
    const rename = (slug: string, as: 'owner' | 'admin') => ask('POST', `/api/communities/${id}/rename`, { as, json: { slug } });
    expect((await rename('lab-2', 'owner')).status).toBe(403);
    expect((await rename('taken', 'admin')).body.errors).toEqual([
      { field: 'slug', messages: ['A community with this identifier already exists.'] },
    ]);
    expect((await rename('not a slug', 'admin')).status).toBe(400);
    expect((await rename('Lab-2', 'admin')).body.slug).toBe('lab-2');
    expect((await ask('GET', '/api/communities/lab')).status).toBe(404);
    const { body } = await ask('GET', `/api/records/${record}`, { accept: 'application/json' });
    expect(body.metadata['communities']).toEqual([{ id: 'lab-2' }]);
  });

  test('is featured from a date on, which an administrator moves and takes away', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const featured = `/api/communities/${id}/featured`;
    const shown = async () => (await ask('GET', '/api/communities/featured', { as: 'nobody' })).body.hits.total;
    await ask('POST', featured, { as: 'admin', json: { start_date: '2099-01-01T00:00:00Z' } });
    expect([await shown(), (await ask('GET', featured, { as: 'admin' })).body.hits.total]).toEqual([0, 1]);
    expect((await ask('GET', featured)).status).toBe(403);
    await ask('PUT', `${featured}/1`, { as: 'admin', json: { start_date: '2026-01-01T00:00:00Z' } });
    expect(await shown()).toBe(1);
    expect((await ask('DELETE', `${featured}/7`, { as: 'admin' })).status).toBe(404);
    expect((await ask('DELETE', `${featured}/1`, { as: 'admin' })).status).toBe(204);
    expect(await shown()).toBe(0);
    expect((await ask('POST', featured, { as: 'admin', json: {} })).body.errors).toEqual([
      { field: 'start_date', messages: ['Missing data for required field.'] },
    ]);
  });
});
