import { describe, expect, test } from 'vitest';
import type { Ask } from './_util/client.ts';
import { createDraft, metadata, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

const SPAM = { description: '<p>see <a href="https://spam.example/buy">this</a></p>' };

async function publish(ask: Ask, extra: object) {
  const id = await createDraft(ask, extra);
  await upload(ask, id);
  return { id, answer: await ask('POST', `/api/records/${id}/draft/actions/publish`) };
}

/** The same calls as another user. */
function as(ask: Ask, account: 'fresh' | 'owner'): Ask {
  return (method, path, sent) => ask(method, path, { as: account, ...sent });
}

describe('an unverified user', () => {
  test('publishes what is harmless', async () => {
    const { ask } = await started();
    expect((await publish(as(ask, 'fresh'), {})).answer.status).toBe(202);
  });

  test('who publishes spam is told, blocked, and keeps what was public', async () => {
    const { ask } = await started();
    const fresh = as(ask, 'fresh');
    const harmless = await publish(fresh, {});
    const { id, answer } = await publish(fresh, SPAM);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(/^Your account has been blocked - the record you tried to publish has been classified as spam/);

    const refused = [
      await fresh('POST', '/api/records', { json: { metadata: metadata() } }),
      await fresh('GET', '/api/user/records'),
      await fresh('GET', '/api/deposit/depositions'),
      await fresh('GET', `/api/records/${id}/draft`),
      await fresh('POST', `/api/records/${harmless.id}/draft`),
    ];
    for (const { status, body } of refused) expect([status, body.message]).toEqual([403, 'Permission denied.']);
    expect((await ask('GET', `/api/records/${harmless.id}`, { as: 'nobody' })).status).toBe(200);
    expect((await fresh('GET', '/api/records')).status).toBe(200);
    expect((await ask('GET', `/api/records/${id}`, { as: 'nobody' })).status).toBe(404);
  });
});

test('a verified user may link where he likes', async () => {
  const { ask } = await started();
  expect((await publish(as(ask, 'owner'), SPAM)).answer.status).toBe(202);
});

describe('blocking on order', () => {
  test('from code', async () => {
    const { ask, zenodo } = await started();
    zenodo.block('owner');
    expect((await ask('GET', '/api/user/records')).status).toBe(403);
    zenodo.unblock('owner');
    expect((await ask('GET', '/api/user/records')).status).toBe(200);
  });

  test('over HTTP, by the administrator alone', async () => {
    const { ask } = await started();
    const order = (method: string, account: string, who: 'admin' | 'other') =>
      ask(method, `/_stand-in/blocked/${account}`, { as: who }).then((answer) => answer.status);
    expect(await order('PUT', 'owner', 'other')).toBe(403);
    expect(await order('PUT', 'nobody-known', 'admin')).toBe(404);
    expect(await order('PUT', 'owner', 'admin')).toBe(204);
    expect((await ask('GET', '/api/user/records')).status).toBe(403);
    expect(await order('DELETE', 'owner', 'admin')).toBe(204);
    expect((await ask('GET', '/api/user/records')).status).toBe(200);
  });
});
