import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createDraft, upload } from './_util/client.ts';
import { depositionOf } from './_util/depositions.ts';
import { started } from './_util/started.ts';

const EXCEEDED = { status: 400, message: 'Bucket quota exceeded.' };

test('the files of a draft share its quota, on both ways in', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.quotaBytes = 10;
  const { body } = await depositionOf(ask, 'POST', '/api/deposit/depositions', { json: {} });
  const bucket = body.links['bucket'];
  expect((await ask('PUT', `${bucket}/a`, { body: '123456' })).status).toBe(201);
  expect((await ask('PUT', `${bucket}/b`, { body: '12345' })).body).toEqual(EXCEEDED);
  expect((await ask('PUT', `${bucket}/b`, { body: '1234' })).status).toBe(201);

  const files = `/api/records/${body.id}/draft/files`;
  await ask('POST', files, { json: [{ key: 'c' }] });
  expect((await ask('PUT', `${files}/c/content`, { body: '1' })).body).toEqual(EXCEEDED);
  expect((await ask('GET', `${files}/c`)).body.status).toBe('pending');
});

test('a file that replaces another takes its place in the quota', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.quotaBytes = 10;
  const { body } = await depositionOf(ask, 'POST', '/api/deposit/depositions', { json: {} });
  await ask('PUT', `${body.links['bucket']}/a`, { body: '1234567890' });
  expect((await ask('PUT', `${body.links['bucket']}/a`, { body: '0987654321' })).status).toBe(201);
});

test('bytes without a length are counted as they come', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.quotaBytes = 3;
  const id = await createDraft(ask);
  const files = `/api/records/${id}/draft/files`;
  await ask('POST', files, { json: [{ key: 'a' }] });
  const answer = await fetch(`${zenodo.url}${files}/a/content`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${zenodo.tokens.owner}`, 'content-type': 'application/octet-stream' },
    body: new Blob(['1234']).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(await answer.json()).toEqual(EXCEEDED);
});

test('a refusal comes while the client is still sending, on a connection that lives', async () => {
  const { ask, zenodo } = await started();
  zenodo.faults.quotaBytes = 3;
  const id = await createDraft(ask);
  const files = `/api/records/${id}/draft/files`;
  await ask('POST', files, { json: [{ key: 'a' }] });
  const headers = { authorization: `Bearer ${zenodo.tokens.owner}`, 'content-type': 'application/octet-stream' };
  const sending = request(`${zenodo.url}${files}/a/content`, { method: 'PUT', headers });
  sending.write('1234');
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  expect(await json(answer)).toEqual(EXCEEDED);
  sending.end('56');
  await once(sending, 'finish');
});

test('the quota is ordered over HTTP, and forgotten with the faults', async () => {
  const { ask, zenodo } = await started();
  const ordered = await ask('POST', '/_stand-in/faults', { as: 'admin', json: { kind: 'quota', quotaBytes: 1 } });
  expect([ordered.status, zenodo.faults.quotaBytes]).toEqual([204, 1]);
  zenodo.faults.clear();
  expect((await upload(ask, await createDraft(ask))).status).toBe(200);
});
