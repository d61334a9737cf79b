import { describe, expect, test } from 'vitest';
import { createDraft } from './_util/client.ts';
import { createCommunity } from './_util/communities.ts';
import { started } from './_util/started.ts';

describe('a user', () => {
  test('is shown to others without an address, and in full to oneself', async () => {
    const { ask, zenodo } = await started();
    const other = await ask('GET', '/api/users/4');
    expect(other.body).toEqual({
      id: '4',
      username: 'other',
      profile: { full_name: 'Other, Otto', affiliations: 'Example' },
      identities: {},
      is_current_user: false,
      links: {
        self: `${zenodo.url}/api/users/4`,
        avatar: `${zenodo.url}/api/users/4/avatar.svg`,
        records_html: `${zenodo.url}/search?q=parent.access.owned_by.user:4`,
      },
    });
    const self = await ask('GET', '/api/users/3', { accept: 'application/json' });
    expect(self.body).toMatchObject({ is_current_user: true, email: 'owner@example.org', verified: true, preferences: { locale: 'en' } });
  });

  test.each(['/api/users/4', '/api/users/4/avatar.svg', '/api/users/77'])('%s is not there for nobody', async (path) => {
    const { ask } = await started();
    const { status, body } = await ask('GET', path, { as: 'nobody' });
    expect([status, body.message]).toEqual([404, 'The user does not exist.']);
  });

  test('has a picture with the first letter of the name', async () => {
    const { ask } = await started();
    const { headers, text } = await ask('GET', '/api/users/8/avatar.svg', { accept: '*/*' });
    expect([headers.get('content-type'), headers.get('etag')?.slice(0, 2)]).toEqual(['image/svg+xml; charset=utf-8', '"F']);
    expect(text).toContain('>F</text>');
  });

  test('is blocked and let in again by an administrator', async () => {
    const { ask } = await started();
    expect((await ask('POST', '/api/users/4/block')).status).toBe(403);
    expect((await ask('POST', '/api/users/1/block', { as: 'admin' })).status).toBe(403);
    expect((await ask('POST', '/api/users/4/block', { as: 'admin' })).status).toBe(200);
    expect((await ask('GET', '/api/user/records', { as: 'other' })).status).toBe(403);
    expect((await ask('GET', '/api/users/4', { as: 'admin' })).body).toMatchObject({ blocked: true, active: false });
    await ask('POST', '/api/users/4/restore', { as: 'admin' });
    expect((await ask('GET', '/api/user/records', { as: 'other' })).status).toBe(200);
  });
});

describe('a user of another stand-in of this process', () => {
  const carolOfAnother = async () => {
    const { zenodo, ask } = await started();
    await zenodo.seed({ users: ['carol'] });
    const { body } = await ask('GET', '/api/users?q=carol');
    expect(body.hits.total).toBe(1);
    return { type: 'user', id: String(body.hits.hits[0]!.id) };
  };

  test('is invited by nobody here', async () => {
    const carol = await carolOfAnother();
    const { ask } = await started();
    const id = await createCommunity(ask);
    const { status, body } = await ask('POST', `/api/communities/${id}/invitations`, { json: { members: [carol], role: 'reader' } });
    expect([status, body.message]).toEqual([400, 'Invalid member specified.']);
  });

  test('is granted no access here, and neither is one who was forgotten', async () => {
    const carol = await carolOfAnother();
    const { ask, zenodo } = await started();
    const id = await createDraft(ask);
    const grant = () => ask('POST', `/api/records/${id}/access/grants`, { json: { grants: [{ permission: 'view', subject: carol }] } });
    expect((await grant()).body.errors).toEqual([{ field: 'subject.id', messages: ['Could not find the specified subject.'] }]);
    await zenodo.seed({ users: ['carol'] });
    expect((await grant()).status).toBe(201);
  });
});

describe('the list of users', () => {
  test.each([
    ['q=olga', ['3']],
    ['q=username:fresh', ['8']],
    ['suggest=ot', ['4']],
    ['q=owner@example.org', []],
  ])('%s finds %j', async (query, ids) => {
    const { ask } = await started();
    expect((await ask('GET', `/api/users?${query}`)).body.hits.hits.map(({ id }) => id)).toEqual(ids);
  });

  test('has those that were added to this stand-in, and none of another one', async () => {
    const [{ ask, zenodo }, other] = [await started(), await started()];
    await zenodo.seed({ users: ['carol'] });
    const { body } = await ask('GET', '/api/users?q=carol');
    expect(body.hits.total).toBe(1);
    const path = `/api/users/${body.hits.hits[0]!.id}`;
    expect([(await ask('GET', path)).status, (await other.ask('GET', path)).status]).toEqual([200, 404]);
    expect((await ask('GET', `${path}/avatar.svg`, { accept: '*/*' })).text).toContain('>C</text>');
  });

  test('is for users, and all of it for administrators', async () => {
    const { ask, zenodo } = await started();
    zenodo.block('other');
    expect((await ask('GET', '/api/users', { as: 'nobody' })).status).toBe(403);
    expect((await ask('GET', '/api/users')).body).toMatchObject({ hits: { total: 3 }, page: 1 });
    expect((await ask('GET', '/api/users/all')).status).toBe(403);
    expect((await ask('GET', '/api/users/all', { as: 'admin' })).body.hits.total).toBe(4);
    expect((await ask('GET', '/api/users?q=a&suggest=b')).status).toBe(400);
  });
});

test('groups are refused to everybody, as Zenodo has switched them off', async () => {
  const { ask } = await started();
  for (const [method, path] of [
    ['GET', '/api/groups'],
    ['POST', '/api/groups'],
    ['GET', '/api/groups/staff'],
  ] as const)
    for (const as of ['nobody', 'owner', 'admin'] as const) expect((await ask(method, path, { as })).status).toBe(403);
  expect([(await ask('GET', '/api/users/3/groups')).text, (await ask('GET', '/api/users/4/groups')).status]).toEqual(['[]', 403]);
});
