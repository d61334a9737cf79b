import { expect, test } from 'vitest';
import { today } from '../src/clock.ts';
import { type Ask, createDraft, metadata, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

async function secondVersion(ask: Ask, id: string): Promise<string> {
  const { body } = await ask('POST', `/api/records/${id}/versions`);
  await ask('POST', `/api/records/${body.id}/draft/actions/files-import`);
  await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
  return body.id;
}

test('the next version copies the metadata but for its label, is dated today, and has no files', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask, { version: '1', identifiers: [{ identifier: 'urn:x:1', scheme: 'urn' }] });
  const { status, body } = await ask('POST', `/api/records/${id}/versions`);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    status: 'new_version_draft',
    versions: { index: 2, is_latest: false, is_latest_draft: true },
    metadata: { title: 'Powder diffraction of sample S-2291', publication_date: today(), identifiers: [{ identifier: 'urn:x:1' }] },
    pids: {},
    files: { count: 0 },
  });
  expect(body.metadata['version']).toBeUndefined();
});

test('asked again, the open draft comes back', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const first = await ask('POST', `/api/records/${id}/versions`);
  const second = await ask('POST', `/api/records/${id}/versions`);
  expect(second.body.id).toBe(first.body.id);
});

test('a discarded version draft makes room for another', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const first = await ask('POST', `/api/records/${id}/versions`);
  await ask('DELETE', `/api/records/${first.body.id}/draft`);
  const second = await ask('POST', `/api/records/${id}/versions`);
  expect(second.body.id).not.toBe(first.body.id);
});

test('a draft has no versions, and another user may not make one', async () => {
  const { ask } = await started();
  const draft = await createDraft(ask);
  expect((await ask('POST', `/api/records/${draft}/versions`)).status).toBe(404);
  const id = await publishedRecord(ask);
  expect((await ask('POST', `/api/records/${id}/versions`, { as: 'other' })).status).toBe(403);
});

test('importing links the files of the last version; a second time is refused', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const before = await ask('GET', `/api/records/${id}/files`, { accept: '*/*' });
  const { body } = await ask('POST', `/api/records/${id}/versions`);
  const imported = await ask('POST', `/api/records/${body.id}/draft/actions/files-import`);
  expect(imported.status).toBe(201);
  expect(imported.body.entries).toMatchObject([{ key: 'data.csv', status: 'completed', file_id: before.body.entries[0]?.file_id }]);
  const again = await ask('POST', `/api/records/${body.id}/draft/actions/files-import`);
  expect(again.body.errors).toEqual([{ field: 'files.enabled', messages: ['Please remove all files first.'] }]);
});

test('deleting an imported file leaves it to the version it came from', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { body } = await ask('POST', `/api/records/${id}/versions`);
  await ask('POST', `/api/records/${body.id}/draft/actions/files-import`);
  await ask('DELETE', `/api/records/${body.id}/draft/files/data.csv`);
  await ask('DELETE', `/api/records/${body.id}/draft`);
  expect((await ask('GET', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
});

test('publishing the second version takes the first from its place', async () => {
  const { ask, zenodo } = await started();
  const id = await publishedRecord(ask);
  const next = await secondVersion(ask, id);
  expect((await ask('GET', `/api/records/${id}`)).body.versions).toMatchObject({ is_latest: false, index: 1 });
  expect((await ask('GET', `/api/records/${next}`)).body.versions).toMatchObject({ is_latest: true, index: 2 });
  const { body } = await ask('GET', `/api/records/${id}/versions`);
  expect(body.hits.hits.map((hit) => hit.id)).toEqual([next, id]);
  const latest = await ask('GET', `/api/records/${id}/versions/latest`);
  expect([latest.status, latest.headers.get('location')]).toEqual([301, `${zenodo.url}/api/records/${next}`]);
});

test("a concept's id leads to its latest version", async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const next = await secondVersion(ask, id);
  const { body } = await ask('GET', `/api/records/${next}`);
  const concept = await ask('GET', `/api/records/${body.parent.id}`);
  expect([concept.status, concept.headers.get('location')]).toEqual([302, `/api/records/${next}`]);
  expect((await ask('GET', `/api/records/${body.parent.id}/versions`)).status).toBe(404);
});

test('a record with an external DOI gets no further version', async () => {
  const { ask } = await started();
  const { body } = await ask('POST', '/api/records', {
    json: { metadata: metadata(), pids: { doi: { identifier: '10.1234/x', provider: 'external' } } },
  });
  await ask('POST', `/api/records/${body.id}/draft/files`, { json: [{ key: 'a' }] });
  await ask('PUT', `/api/records/${body.id}/draft/files/a/content`, { body: 'x' });
  await ask('POST', `/api/records/${body.id}/draft/files/a/commit`);
  await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
  expect((await ask('POST', `/api/records/${body.id}/versions`)).status).toBe(403);
});
