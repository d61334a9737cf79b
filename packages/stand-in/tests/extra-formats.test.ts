import { expect, test } from 'vitest';
import { createDraft, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

const TYPE = 'application/custom+xml';

test('an administrator adds another form of a record, which everybody reads by its media type', async () => {
  const { ask, zenodo } = await started();
  const id = await publishedRecord(ask);
  const [deposition, record] = [`/api/deposit/depositions/${id}/formats`, `/api/records/${id}/formats`];
  expect((await ask('GET', record, { accept: TYPE })).status).toBe(404);
  expect((await ask('OPTIONS', record)).text).toBe('[]');
  expect((await ask('PUT', deposition, { body: '<a/>', type: TYPE })).status).toBe(403);
  const put = await ask('PUT', deposition, { as: 'admin', body: '<a/>', type: TYPE });
  expect([put.status, put.body]).toEqual([200, { message: `Extra format "${TYPE}" updated.` }]);
  expect((await ask('GET', record, { as: 'nobody', accept: `text/plain;q=0.5, ${TYPE}` })).text).toBe('<a/>');
  expect((await ask('GET', `${deposition}?mimetype=${encodeURIComponent(TYPE)}`)).text).toBe('<a/>');
  expect((await ask('GET', deposition, { as: 'nobody', accept: TYPE })).status).toBe(403);
  expect((await ask('OPTIONS', record, { as: 'nobody' })).body).toMatchObject([
    { key: TYPE, size: 4, status: 'completed', storage_class: 'L', mimetype: 'application/octet-stream' },
  ]);
  const media = await ask('GET', `/api/records/${id}/media-files`, { as: 'nobody', accept: 'application/json' });
  expect(media.body.entries).toMatchObject([{ links: { self: `${zenodo.url}/api/records/${id}/media-files/application/custom%2Bxml` } }]);
  expect((await ask('GET', `/api/records/${id}/media-files/${TYPE}/content`, { accept: '*/*' })).text).toBe('<a/>');
  expect((await ask('GET', `/api/records/${id}`)).body).toMatchObject({ media_files: { enabled: true, count: 1 } });
  const gone = await ask('DELETE', deposition, { as: 'admin', type: TYPE });
  expect(gone.body.message).toBe(`Extra format "${TYPE}" deleted.`);
  expect((await ask('GET', record, { accept: TYPE })).status).toBe(404);
});

test('another form of a draft is published with it', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  await ask('POST', `/api/records/${id}/draft`);
  await ask('PUT', `/api/deposit/depositions/${id}/formats`, { as: 'admin', body: 'x', type: TYPE });
  expect((await ask('OPTIONS', `/api/records/${id}/formats`)).text).toBe('[]');
  const { body } = await ask('GET', `/api/records/${id}/draft`);
  await ask('PUT', `/api/records/${id}/draft`, { json: body });
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  expect((await ask('GET', `/api/records/${id}/formats`, { accept: TYPE })).text).toBe('x');
});

test('a form without a media type is none', async () => {
  const { ask } = await started();
  const id = await createDraft(ask);
  const { status, body } = await ask('GET', `/api/deposit/depositions/${id}/formats`, { accept: '' });
  expect([status, body]).toEqual([400, { status: 400, message: 'Invalid extra format MIMEType.' }]);
  expect((await ask('GET', '/api/deposit/depositions/7/formats', { accept: TYPE })).status).toBe(404);
});
