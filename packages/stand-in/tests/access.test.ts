import { describe, expect, test } from 'vitest';
import { type Ask, createDraft, metadata, publishedRecord, upload } from './_util/client.ts';
import { createCommunity, include, join } from './_util/communities.ts';
import { started } from './_util/started.ts';

/** A public record whose files are restricted. */
async function restricted(ask: Ask): Promise<string> {
  const { body } = await ask('POST', '/api/records', { json: { metadata: metadata(), access: { record: 'public', files: 'restricted' } } });
  await upload(ask, body.id);
  await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
  return body.id;
}

const content = (id: string, token = '') => `/api/records/${id}/files/data.csv/content${token && `?token=${token}`}`;

describe('a secret link', () => {
  test('opens restricted files until it is deleted', async () => {
    const { ask } = await started();
    const id = await restricted(ask);
    expect((await ask('GET', content(id), { as: 'nobody', accept: '*/*' })).status).toBe(403);
    const { status, body } = await ask('POST', `/api/records/${id}/access/links`, { json: { permission: 'view' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ permission: 'view', description: '' });
    const read = () => ask('GET', content(id, body.token), { as: 'nobody', accept: '*/*' });
    expect((await read()).text).toBe('a,b\n1,2\n');
    expect((await ask('GET', content(id, `${body.token}x`), { as: 'nobody', accept: '*/*' })).status).toBe(403);
    expect((await ask('GET', `/api/records/${id}/access/links`)).body.hits.total).toBe(1);
    expect((await ask('DELETE', `/api/records/${id}/access/links/${body.id}`)).status).toBe(204);
    expect((await read()).status).toBe(403);
  });

  test('to a draft allows what it says and no more', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const link = async (permission: string) => (await ask('POST', `/api/records/${id}/access/links`, { json: { permission } })).body.token;
    const draft = `/api/records/${id}/draft`;
    const preview = await link('preview');
    expect((await ask('GET', draft, { as: 'nobody' })).status).toBe(403);
    expect((await ask('GET', `${draft}?token=${await link('view')}`, { as: 'nobody' })).status).toBe(403);
    expect((await ask('GET', `${draft}?token=${preview}`, { as: 'nobody' })).status).toBe(200);
    const json = { metadata: metadata({ title: 'Changed' }) };
    expect((await ask('PUT', `${draft}?token=${preview}`, { as: 'nobody', json })).status).toBe(403);
    expect((await ask('PUT', `${draft}?token=${await link('edit')}`, { as: 'nobody', json })).status).toBe(200);
  });

  test('may end, and then only ever sooner', async () => {
    const { ask } = await started();
    const id = await restricted(ask);
    const links = `/api/records/${id}/access/links`;
    const { body } = await ask('POST', links, { json: { permission: 'view', expires_at: '2099-01-01' } });
    const change = (json: object) => ask('PATCH', `${links}/${body.id}`, { json });
    expect((await change({ expires_at: '2099-02-01' })).body.errors).toEqual([
      { field: 'expires_at', messages: ['Cannot postpone expiration of links'] },
    ]);
    expect((await change({ expires_at: '2098-01-01', permission: 'preview' })).body).toMatchObject({
      expires_at: '2098-01-01',
      permission: 'preview',
    });
    expect((await ask('PUT', `${links}/${body.id}`, { json: {} })).status).toBe(405);
  });

  test.each([
    [{ permission: 'frob' }, 'permission', 'Must be one of: view, preview, edit.'],
    [{}, 'permission', 'An access permission level is required'],
    [{ permission: 'view', expires_at: 'soon' }, 'expires_at', 'Not a valid date.'],
    [{ permission: 'view', expires_at: '2020-01-01' }, 'expires_at', 'Expiration date must be set to the future'],
    [{ permission: 'view', frob: 1 }, 'frob', 'Unknown field.'],
  ])('of %j is refused', async (json, field, message) => {
    const { ask } = await started();
    const id = await restricted(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/access/links`, { json });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('is made by who manages the record alone', async () => {
    const { ask } = await started();
    const id = await restricted(ask);
    const json = { permission: 'view' };
    for (const as of ['other', 'nobody'] as const)
      expect((await ask('POST', `/api/records/${id}/access/links`, { as, json })).status).toBe(403);
    const gone = await ask('GET', `/api/records/${id}/access/links/nope`);
    expect([gone.status, gone.body.message]).toEqual([404, 'No secret link found with the given ID.']);
  });
});

describe('a grant', () => {
  const grant = (permission: string, id = '4') => ({ grants: [{ permission, subject: { type: 'user', id } }] });

  test('gives a user its right, once, until it is taken back', async () => {
    const { ask } = await started();
    const id = await restricted(ask);
    const made = await ask('POST', `/api/records/${id}/access/grants`, { json: grant('view') });
    expect([made.status, made.body.hits.hits]).toEqual([
      201,
      [{ permission: 'view', subject: { type: 'user', id: '4' }, origin: 'api:3' }],
    ]);
    expect((await ask('GET', content(id), { as: 'other', accept: '*/*' })).status).toBe(200);
    expect((await ask('POST', `/api/records/${id}/draft`, { as: 'other' })).status).toBe(403);
    const twice = await ask('POST', `/api/records/${id}/access/grants`, { json: grant('edit') });
    expect([twice.status, twice.body.message]).toEqual([400, 'Grant for this user/role already exists within this record.']);
    const user = `/api/records/${id}/access/users/4`;
    expect((await ask('PATCH', user, { json: { permission: 'edit' } })).body).toMatchObject({ permission: 'edit' });
    expect((await ask('POST', `/api/records/${id}/draft`, { as: 'other' })).status).toBe(201);
    expect((await ask('DELETE', user)).status).toBe(204);
    expect((await ask('GET', content(id), { as: 'other', accept: '*/*' })).status).toBe(403);
    expect((await ask('GET', user)).body.message).toBe('No grant found by given user id.');
    expect((await ask('GET', `/api/records/${id}/access/grants/0`)).body.message).toBe('No grant found with the given ID.');
  });

  test.each([
    [grant('frob'), 'grants.0.permission', 'Must be one of: view, preview, edit, manage.'],
    [grant('view', '99'), 'subject.id', 'Could not find the specified subject.'],
    [{ grants: [] }, 'grants', 'Length must be between 1 and 100.'],
  ])('of %j is refused', async (json, field, message) => {
    const { ask } = await started();
    const id = await restricted(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/access/grants`, { json });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });
});

test('members of a community read the restricted files of its records', async () => {
  const { ask } = await started();
  const community = await createCommunity(ask, 'open', { review_policy: 'open' });
  const id = await restricted(ask);
  await include(ask, id, community);
  expect((await ask('GET', content(id), { as: 'other', accept: '*/*' })).status).toBe(403);
  await join(ask, community, 'other', 'reader');
  expect((await ask('GET', content(id), { as: 'other', accept: '*/*' })).status).toBe(200);
});

test('settings say whether others may ask', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const json = { allow_user_requests: true, accept_conditions_text: '<p>Be kind</p><script>x</script>', secret_link_expiration: 30 };
  const { status, body } = await ask('PUT', `/api/records/${id}/access`, { json });
  expect(status).toBe(200);
  expect(body.parent.access).toMatchObject({
    settings: {
      allow_user_requests: true,
      allow_guest_requests: false,
      accept_conditions_text: '<p>Be kind</p>x',
      secret_link_expiration: 30,
    },
  });
  expect((await ask('PUT', `/api/records/${id}/access`, { as: 'other', json })).status).toBe(403);
});

test('a user who asks for access has it once the owner accepts', async () => {
  const { ask } = await started();
  const id = await restricted(ask);
  const json = { permission: 'view', email: 'other@example.org', full_name: 'Other, Otto', message: 'For my thesis' };
  const asked = await ask('POST', `/api/records/${id}/access/request`, { as: 'other', json });
  expect(asked.body).toMatchObject({ type: 'user-access-request', status: 'submitted', receiver: { user: '3' }, topic: { record: id } });
  expect((await ask('POST', `/api/records/${id}/access/request`, { as: 'other', json })).body.message).toBe(
    `Identical access requests already exist: ${asked.body.id}`,
  );
  expect((await ask('POST', `/api/requests/${asked.body.id}/actions/accept`, { json: {} })).body.status).toBe('accepted');
  expect((await ask('GET', content(id), { as: 'other', accept: '*/*' })).status).toBe(200);
  const guest = await ask('POST', `/api/records/${id}/access/request`, { as: 'nobody', json: { ...json, email: 'guest@example.org' } });
  expect(guest.body).toEqual({ message: 'Verification link sent out, please check your e-mail inbox' });
});
