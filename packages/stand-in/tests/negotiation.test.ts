import { expect, test } from 'vitest';
import { createDraft, NATIVE, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

test('a charset beside application/json is refused', async () => {
  const { ask } = await started();
  const { status, body } = await ask('POST', '/api/records', { json: {}, type: 'application/json; charset=utf-8' });
  expect(status).toBe(415);
  expect(body.message).toMatch(/^Invalid 'Content-Type' header. Expected one of: application\/json, /);
});

test('the content type is checked before the caller', async () => {
  const { ask } = await started();
  expect((await ask('POST', '/api/records', { body: 'a=1', type: 'text/plain', as: 'nobody' })).status).toBe(415);
});

test('file bytes are octets: any other type is refused', async () => {
  const { ask } = await started();
  const id = await createDraft(ask);
  await ask('POST', `/api/records/${id}/draft/files`, { json: [{ key: 'a.csv' }] });
  const { status, body } = await ask('PUT', `/api/records/${id}/draft/files/a.csv/content`, { body: 'x', type: 'text/csv' });
  expect([status, body.message]).toEqual([415, "Invalid 'Content-Type' header. Expected one of: application/octet-stream"]);
});

test('files of a record are served as application/json alone', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { status, body } = await ask('GET', `/api/records/${id}/files`);
  expect([status, body.message]).toEqual([406, "Invalid 'Accept' header. Expected one of: application/json"]);
});

test.each([
  ['*/*', 'application/json'],
  ['application/vnd.zenodo.v1+json', 'application/vnd.zenodo.v1+json'],
  [`text/html, ${NATIVE};q=0.5`, NATIVE],
])('Accept: %s is answered with %s', async (accept, type) => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  const { headers } = await ask('GET', `/api/records/${id}`, { accept });
  expect(headers.get('content-type')).toBe(type);
});

test('a partial wildcard matches nothing', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  expect((await ask('GET', `/api/records/${id}`, { accept: 'application/*' })).status).toBe(406);
});

test('an unknown route is a JSON 404, an unknown method a 405', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  expect((await ask('GET', '/api/frob')).body.status).toBe(404);
  const { body } = await ask('PATCH', `/api/records/${id}`);
  expect(body).toEqual({ status: 405, message: 'The method is not allowed for the requested URL.' });
});

test('a double slash is one slash', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  expect((await ask('GET', `/api//records/${id}`)).body.id).toBe(id);
  expect((await ask('GET', `//api/records/${id}`)).body.id).toBe(id);
});

test('a broken escape in the path is a 404, not a crash', async () => {
  const { ask } = await started();
  expect((await ask('GET', '/api/records/%E0%A4%A/draft')).status).toBe(404);
});

test('OPTIONS tells what a path can be asked', async () => {
  const { ask } = await started();
  const { status, headers, text } = await ask('OPTIONS', '/api/records', { as: 'nobody' });
  expect([status, text]).toEqual([200, '']);
  expect(headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
  expect((await ask('OPTIONS', '/api/deposit/depositions/1/actions/publish')).headers.get('allow')).toBe('OPTIONS, POST');
  expect((await ask('OPTIONS', '/api/nowhere')).status).toBe(404);
});

test('a body nested too deep is no JSON', async () => {
  const { ask } = await started();
  const deep = `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  for (const path of ['/api/records', '/api/deposit/depositions'])
    expect((await ask('POST', path, { body: deep, type: 'application/json' })).body.message).toBe(
      'Unable to decode JSON data in request body.',
    );
});
