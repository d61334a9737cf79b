import { describe, expect, test } from 'vitest';
import { createCommunity, join } from './_util/communities.ts';
import { started } from './_util/started.ts';

const other = { type: 'user', id: '4' };

describe('an invitation', () => {
  test('waits for its answer, and makes a member of who accepts', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const members = `/api/communities/${id}`;
    const json = { members: [other], role: 'curator', message: 'Join us' };
    expect((await ask('POST', `${members}/invitations`, { json })).status).toBe(204);
    const { body } = await ask('GET', `${members}/invitations`);
    expect(body.hits.hits).toMatchObject([
      {
        role: 'curator',
        member: { id: '4', type: 'user' },
        request: { status: 'submitted', is_open: true },
        permissions: { can_cancel: true },
      },
    ]);
    expect((await ask('GET', `${members}/members`)).body.hits.total).toBe(1);

    const mine = await ask('GET', '/api/user/requests', { as: 'other' });
    expect(mine.body.hits.hits).toMatchObject([
      {
        type: 'community-invitation',
        title: 'Invitation to join "Community lab"',
        description: 'You will join as "Curator".',
        created_by: { community: id },
      },
    ]);
    const accept = `/api/requests/${mine.body.hits.hits[0]!.id}/actions/accept`;
    expect((await ask('POST', accept, { json: {} })).status).toBe(403);
    expect((await ask('POST', accept, { as: 'other', json: {} })).body.status).toBe('accepted');
    const after = await ask('GET', `${members}/members?sort=oldest`);
    expect(after.body.hits.hits).toMatchObject([
      { role: 'owner', is_current_user: true },
      { role: 'curator', is_current_user: false },
    ]);
    expect((await ask('GET', `${members}/invitations?is_open=false`)).body.hits.total).toBe(1);
  });

  test('that is declined makes no member, and may come again', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const json = { members: [other], role: 'reader' };
    await ask('POST', `/api/communities/${id}/invitations`, { json });
    const twice = await ask('POST', `/api/communities/${id}/invitations`, { json });
    expect([twice.status, twice.body.message]).toEqual([
      400,
      'One of the submitted entity is already a member or pending a decision. The entire action was cancelled.',
    ]);
    const { body } = await ask('GET', '/api/user/requests', { as: 'other' });
    await ask('POST', `/api/requests/${body.hits.hits[0]!.id}/actions/decline`, { as: 'other', json: {} });
    expect((await ask('GET', `/api/communities/${id}/members`)).body.hits.total).toBe(1);
    expect((await ask('POST', `/api/communities/${id}/invitations`, { json })).status).toBe(204);
  });

  test.each([
    ['an unknown role', { members: [other], role: 'king' }, 'role', 'Invalid role.'],
    ['no role', { members: [other] }, 'role', 'Missing data for required field.'],
    ['nobody', { members: [], role: 'reader' }, 'members', 'Length must be between 1 and 100.'],
  ])('with %s is refused', async (_, json, field, message) => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const { status, body } = await ask('POST', `/api/communities/${id}/invitations`, { json });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('is not for a curator to make, nor one to the role of an owner for a manager', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    await join(ask, id, 'other', 'manager');
    await join(ask, id, 'fresh', 'curator');
    const invite = (as: 'other' | 'fresh', role: string) =>
      ask('POST', `/api/communities/${id}/invitations`, { as, json: { members: [{ type: 'user', id: '1' }], role } });
    expect((await invite('fresh', 'reader')).status).toBe(403);
    expect((await invite('other', 'owner')).status).toBe(403);
    expect((await invite('other', 'manager')).status).toBe(204);
  });
});

describe('members', () => {
  test('are seen by members, and by others only who show themselves', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const members = `/api/communities/${id}/members`;
    expect((await ask('GET', members, { as: 'other' })).status).toBe(403);
    expect((await ask('GET', `${members}/public`, { as: 'nobody' })).body.hits.total).toBe(0);
    expect((await ask('PUT', members, { json: { members: [{ type: 'user', id: '3' }], visible: true } })).status).toBe(204);
    const { body } = await ask('GET', `${members}/public`, { as: 'nobody' });
    expect(Object.keys(body.hits.hits[0]!).sort()).toEqual(['id', 'member']);
  });

  test('get another role from who may give it, but never from themselves', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    await join(ask, id, 'other', 'reader');
    const change = (as: 'owner' | 'other', member: string, role: string) =>
      ask('PUT', `/api/communities/${id}/members`, { as, json: { members: [{ type: 'user', id: member }], role } });
    expect((await change('other', '3', 'reader')).status).toBe(403);
    expect((await change('owner', '4', 'manager')).status).toBe(204);
    const own = await change('owner', '3', 'reader');
    expect([own.status, own.body.errors[0]!.messages]).toEqual([400, ['You cannot change your own role.']]);
  });

  test('leave or are taken out, but an owner stays', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    await join(ask, id, 'other', 'manager');
    const remove = (as: 'owner' | 'other', member: string) =>
      ask('DELETE', `/api/communities/${id}/members`, { as, json: { members: [{ type: 'user', id: member }] } });
    expect((await remove('other', '3')).status).toBe(403);
    const last = await remove('owner', '3');
    expect([last.status, last.body.errors[0]!.messages]).toEqual([400, ['A community must have at least one owner.']]);
    expect((await remove('other', '4')).status).toBe(204);
    expect((await ask('GET', '/api/user/communities', { as: 'other' })).body.hits.total).toBe(0);
  });

  test('are asked for by the id of the community, not by its slug', async () => {
    const { ask } = await started();
    await createCommunity(ask);
    const { status, body } = await ask('GET', '/api/communities/lab/members');
    expect([status, body.errors]).toEqual([400, [{ field: 'pid_value', messages: ['Not a valid UUID.'] }]]);
  });

  test('may be whoever asks, where a community is open, once a manager accepts', async () => {
    const { ask } = await started();
    const id = await createCommunity(ask);
    const wish = await ask('POST', `/api/communities/${id}/membership-requests`, { as: 'other', json: { message: 'May I?' } });
    expect([wish.status, wish.body.title]).toEqual([201, 'Request to join "Community lab"']);
    expect((await ask('GET', `/api/communities/${id}/membership-requests`)).body.hits.total).toBe(1);
    await ask('POST', `/api/requests/${wish.body.id}/actions/accept`, { json: {} });
    expect((await ask('GET', `/api/communities/${id}/members`, { as: 'other' })).body.hits.total).toBe(2);
    const closed = await createCommunity(ask, 'closed', { member_policy: 'closed' });
    expect((await ask('POST', `/api/communities/${closed}/membership-requests`, { as: 'other', json: {} })).status).toBe(403);
  });
});
