import { expect, test } from 'vitest';
import { metadata, upload } from './_util/client.ts';
import { createCommunity } from './_util/communities.ts';
import { started } from './_util/started.ts';

const DAY_MS = 24 * 3600 * 1000;

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

test('an embargo ends on its day, and everybody reads the files', async () => {
  const { ask, zenodo } = await started();
  const access = { record: 'public', files: 'restricted', embargo: { active: true, until: inDays(2), reason: 'Paper' } };
  const { body: draft } = await ask('POST', '/api/records', { json: { metadata: metadata(), access } });
  await upload(ask, draft.id);
  const { body: record } = await ask('POST', `/api/records/${draft.id}/draft/actions/publish`);
  const content = () => ask('GET', `/api/records/${draft.id}/files/data.csv/content`, { as: 'nobody', accept: '*/*' });
  expect([(await content()).status, record]).toMatchObject([403, { access: { status: 'embargoed' } }]);
  zenodo.faults.advanceClock(DAY_MS);
  expect((await content()).status).toBe(403);
  zenodo.faults.advanceClock(DAY_MS);
  expect((await content()).status).toBe(200);
  const { body } = await ask('GET', `/api/records/${draft.id}`);
  expect(body).toMatchObject({
    access: { files: 'public', status: 'open', embargo: { active: false } },
    revision_id: record.revision_id + 1,
  });
});

test('an invitation that nobody answers expires after thirty days', async () => {
  const { ask, zenodo } = await started();
  const id = await createCommunity(ask);
  const invite = () =>
    ask('POST', `/api/communities/${id}/invitations`, { json: { members: [{ type: 'user', id: '4' }], role: 'reader' } });
  await invite();
  zenodo.faults.advanceClock(31 * DAY_MS);
  const { body } = await ask('GET', '/api/user/requests', { as: 'other' });
  expect(body.hits.hits).toMatchObject([{ status: 'expired', is_expired: true, is_open: false }]);
  expect((await invite()).status).toBe(204);
});

test('a secret link ends the day before the one that it names', async () => {
  const { ask, zenodo } = await started();
  const { body: draft } = await ask('POST', '/api/records', { json: { metadata: metadata() } });
  const json = { permission: 'preview', expires_at: inDays(2) };
  const { body: link } = await ask('POST', `/api/records/${draft.id}/access/links`, { json });
  const read = () => ask('GET', `/api/records/${draft.id}/draft?token=${link.token}`, { as: 'nobody' });
  zenodo.faults.advanceClock(DAY_MS);
  expect((await read()).status).toBe(200);
  zenodo.faults.advanceClock(DAY_MS);
  expect((await read()).status).toBe(403);
});
