import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import type { Ask } from './_util/client.ts';
import { createCommunity, submitted } from './_util/communities.ts';
import { started } from './_util/started.ts';

/** The address of a request of the owner. */
async function request(ask: Ask): Promise<string> {
  return `/api/requests/${(await submitted(ask, await createCommunity(ask))).request}`;
}

const upload = (ask: Ask, at: string, key = 'plot.png', as: 'owner' | 'other' = 'owner') =>
  ask('PUT', `${at}/files/upload/${key}`, { body: 'bytes', as });
const comment = (id: string) => ({ payload: { content: '<p>See the plot.</p>', format: 'html', files: [{ file_id: id }] } });

test('a file is uploaded to a request under a key of its own, read and deleted', async () => {
  const { ask, zenodo } = await started();
  const at = await request(ask);
  const { status, body } = await upload(ask, at);
  expect(body.key).toMatch(/^plot-[0-9a-z]{5}-[0-9a-z]{5}\.png$/);
  expect([status, body]).toMatchObject([
    200,
    {
      size: 5,
      mimetype: 'image/png',
      metadata: { original_filename: 'plot.png' },
      links: { self: `${zenodo.url}${at}/files/${body.key}`, content: `${zenodo.url}${at}/files/${body.key}/content` },
    },
  ]);
  expect((await upload(ask, at)).body.key).not.toBe(body.key);
  expect((await ask('GET', `${at}/files/${body.key}/content`)).text).toBe('bytes');
  expect((await ask('DELETE', `${at}/files/${body.key}`)).status).toBe(204);
  const gone = await ask('DELETE', `${at}/files/${body.key}`);
  expect([gone.status, gone.body.message]).toEqual([404, 'File not found']);
});

test('a comment shows files of its request, which go with it', async () => {
  const folder = mkdtempSync(`${tmpdir()}/stand-in-comments-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { ask } = await started({ folder });
  const at = await request(ask);
  const { id } = (await upload(ask, at)).body;
  const said = await ask('POST', `${at}/comments`, { json: comment(id) });
  expect([said.status, said.body.payload]).toMatchObject([201, { files: [{ file_id: id }] }]);
  const { body } = await ask('GET', `${at}/timeline?expand=1`);
  expect(body.hits.hits[0]).toMatchObject({ expanded: { files: [{ file_id: id, original_filename: 'plot.png', size: 5 }] } });
  const before = readdirSync(`${folder}/files`).length;
  await ask('PUT', `${at}/comments/${said.body.id}`, { json: { payload: { content: 'No plot.', format: 'html' } } });
  expect(readdirSync(`${folder}/files`)).toHaveLength(before - 1);
  const again = (await upload(ask, at)).body.id;
  const second = await ask('POST', `${at}/comments`, { json: comment(again) });
  await ask('DELETE', `${at}/comments/${second.body.id}`);
  expect(readdirSync(`${folder}/files`)).toHaveLength(before - 1);
});

test('a comment cannot show what is not there', async () => {
  const { ask } = await started();
  const at = await request(ask);
  const unknown = '00000000-0000-4000-8000-000000000000';
  const { status, body } = await ask('POST', `${at}/comments`, { json: comment(unknown) });
  expect([status, body.errors]).toEqual([400, [{ field: 'payload.files[0]', messages: [`File ${unknown} not found.`] }]]);
  const odd = await ask('POST', `${at}/comments`, { json: comment('plot') });
  expect(odd.body.errors).toEqual([{ field: 'payload.files.0.file_id', messages: ['Not a valid UUID.'] }]);
  const accepted = await ask('POST', `${at}/actions/accept`, { json: comment(unknown) });
  expect([accepted.status, (await ask('GET', at)).body.status]).toEqual([400, 'submitted']);
});

test('files are for those who may comment, of at most 10 MB, and stay over a restart', async () => {
  const folder = mkdtempSync(`${tmpdir()}/stand-in-comments-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await started({ folder });
  const at = await request(first.ask);
  expect((await upload(first.ask, at, 'x.png', 'other')).status).toBe(403);
  const large = await first.ask('PUT', `${at}/files/upload/x`, { body: Buffer.alloc(10_000_001) });
  expect([large.status, large.body.message]).toEqual([400, 'File size exceeds limit']);
  const { key } = (await upload(first.ask, at)).body;
  await first.ask('GET', `${at}/lock`);
  expect((await upload(first.ask, at)).status).toBe(403);
  await first.zenodo.close();
  const { ask } = await started({ folder });
  expect((await ask('GET', `${at}/files/${key}/content`)).text).toBe('bytes');
  expect((await ask('GET', `${at}/files/${key}/content`, { as: 'other' })).status).toBe(403);
});
