import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { createCommunity } from './_util/communities.ts';
import { started } from './_util/started.ts';

test('a logo is uploaded, read by everybody, replaced and deleted', async () => {
  const { ask, zenodo } = await started();
  const logo = `/api/communities/${await createCommunity(ask)}/logo`;
  const none = await ask('GET', logo);
  expect([none.status, none.body.message]).toEqual([404, 'No logo exists for this community.']);
  expect((await ask('DELETE', logo)).status).toBe(404);
  const sent = await ask('PUT', logo, { body: 'logo' });
  expect([sent.status, sent.body]).toMatchObject([200, { key: 'logo', size: 4, status: 'completed', links: { self: zenodo.url + logo } }]);
  expect((await ask('GET', logo, { as: 'nobody', accept: '*/*' })).text).toBe('logo');
  await ask('PUT', logo, { body: 'another' });
  expect((await ask('GET', logo)).text).toBe('another');
  expect((await ask('DELETE', logo)).status).toBe(204);
  expect((await ask('GET', logo)).status).toBe(404);
});

test('a logo is for owners to change, and comes as plain bytes', async () => {
  const { ask } = await started();
  const logo = `/api/communities/${await createCommunity(ask)}/logo`;
  for (const as of ['other', 'nobody'] as const) {
    expect((await ask('PUT', logo, { body: 'logo', as })).status).toBe(403);
    expect((await ask('DELETE', logo, { as })).status).toBe(403);
  }
  expect((await ask('PUT', logo, { body: 'logo', type: 'image/png' })).status).toBe(415);
});

test('a logo of more than a megabyte is refused, and nothing of it is kept', async () => {
  const folder = mkdtempSync(`${tmpdir()}/stand-in-logo-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { ask } = await started({ folder });
  const logo = `/api/communities/${await createCommunity(ask)}/logo`;
  const { status, body } = await ask('PUT', logo, { body: Buffer.alloc(4_000_004) });
  expect([status, body.message]).toEqual([400, 'Logo size limit exceeded. Limit: 1.00 MB Given: 4.00 MB']);
  expect(readdirSync(`${folder}/files`)).toEqual([]);
});

test('a logo is kept over a restart', async () => {
  const folder = mkdtempSync(`${tmpdir()}/stand-in-logo-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await started({ folder });
  const logo = `/api/communities/${await createCommunity(first.ask)}/logo`;
  await first.ask('PUT', logo, { body: 'logo' });
  await first.zenodo.close();
  const { ask } = await started({ folder });
  expect((await ask('GET', logo)).text).toBe('logo');
});
