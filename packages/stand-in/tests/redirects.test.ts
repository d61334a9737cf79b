import { expect, test } from 'vitest';
import { started } from './_util/started.ts';

test.each([
  ['/record/7', 301, '/records/7'],
  ['/record/7?preview=1', 301, '/records/7?preview=1'],
  ['/record/7/files/a%20b.csv?download=1', 301, '/records/7/files/a%20b.csv?download=1'],
  ['/record/7/export/bibtex', 301, '/records/7/export/bibtex'],
  ['/deposit/7', 301, '/uploads/7'],
])('%s leads to today’s address', async (from, status, to) => {
  const { ask } = await started();
  const answer = await ask('GET', from, { accept: '*/*' });
  expect([answer.status, answer.headers.get('location')]).toEqual([status, to]);
});

test('latest leads to the newest version, from any version and from the concept', async () => {
  const { ask, zenodo } = await started();
  const { records } = await zenodo.seed({ records: [{ versions: 2 }] });
  const { id, parentId } = records[0]!;
  for (const from of [id, parentId]) {
    const { status, headers } = await ask('GET', `/records/${from}/latest`, { accept: '*/*' });
    expect([status, headers.get('location')]).toEqual([302, `/records/${id}`]);
  }
  expect((await ask('GET', '/records/1/latest')).status).toBe(404);
});

test('a badge is a picture with the DOI on it', async () => {
  const { ask } = await started();
  const { status, headers, text } = await ask('GET', '/badge/DOI/10.5281/zenodo.7.svg', { accept: '*/*', as: 'nobody' });
  expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect(text).toContain('>10.5281/zenodo.7</text>');
});

test('of a deleted record the export is gone, and latest leads to what is left', async () => {
  const { ask, zenodo } = await started();
  const { records } = await zenodo.seed({ records: [{}] });
  const { id } = records[0]!;
  await ask('POST', `/api/records/${id}/request-deletion`, { json: { reason: 'test-record' } });
  expect((await ask('GET', `/records/${id}/export/bibtex`, { accept: '*/*' })).status).toBe(410);
  expect((await ask('GET', `/records/${id}/latest`, { accept: '*/*' })).headers.get('location')).toBe(`/records/${id}`);
  expect((await ask('GET', `/api/records/${id}`, { accept: 'application/x-bibtex' })).status).toBe(410);
  expect((await ask('GET', `/dois/10.5281/zenodo.${id}`)).status).toBe(404);
});

test.each([
  ['/api/records/?q=a%20b&size=2&q=c', '/api/records?q=a+b&size=2'],
  ['/api/licenses?q=mit', '/api/vocabularies/licenses?q=mit'],
  ['/api/licenses/', '/api/vocabularies/licenses'],
])('%s is an old address of the API', async (path, location) => {
  const { ask } = await started();
  const { status, headers } = await ask('GET', path, { accept: '*/*' });
  expect([status, headers.get('location')]).toEqual([301, location]);
});
