import { expect, test } from 'vitest';
import { createDraft, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

test('a draft has no media files, and its owner may not add one', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const files = `/api/records/${id}/draft/media-files`;
  const self = zenodo.url + files;
  expect((await ask('GET', files)).body).toEqual({ enabled: false, links: { self, archive: `${self}-archive` } });
  expect((await ask('GET', files, { as: 'nobody' })).status).toBe(403);
  expect((await ask('POST', files, { json: [{ key: 'a.png' }] })).status).toBe(403);
  expect((await ask('PUT', `${files}/a.png/content`, { body: 'x' })).status).toBe(403);
  expect((await ask('GET', `${files}/a.png`)).body.message).toBe(`Record '${id}' has no file 'a.png'.`);
});

test('a record has none either, for everybody alike', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { status, body } = await ask('GET', `/api/records/${id}/media-files`, { as: 'nobody', accept: 'application/json' });
  expect([status, body]).toMatchObject([200, { enabled: false }]);
  expect((await ask('POST', `/api/records/${id}/media-files`, { json: [] })).status).toBe(405);
});

test('the archive of media files is an empty one where there are none', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const draft = await createDraft(ask);
  for (const path of [`/api/records/${id}/media-files-archive`, `/api/records/${draft}/draft/media-files-archive`]) {
    const { status, headers, text } = await ask('GET', path, { accept: '*/*' });
    expect([status, headers.get('content-type'), text.slice(0, 4)]).toEqual([200, 'application/zip', 'PK\x05\x06']);
  }
  await ask('PUT', `/api/deposit/depositions/${id}/formats`, { as: 'admin', body: '<a/>', type: 'text/xml' });
  expect((await ask('GET', `/api/records/${id}/media-files-archive`, { accept: '*/*' })).text).toContain('text/xml');
});
