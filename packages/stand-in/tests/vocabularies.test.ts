import { expect, test } from 'vitest';
import { NATIVE } from './_util/client.ts';
import { started } from './_util/started.ts';

const JSON_TYPE = 'application/json';

test.each([
  ['/api/vocabularies/resourcetypes/dataset', { id: 'dataset', type: 'resourcetypes', tags: ['depositable', 'linkable'], revision_id: 1 }],
  ['/api/vocabularies/licenses/cc-by-4.0', { props: { scheme: 'spdx' }, tags: ['recommended', 'all', 'data'] }],
  ['/api/vocabularies/languages/fra', { title: { en: 'French' }, tags: ['individual', 'living'], props: { alpha_2: 'fr' } }],
  ['/api/funders/00k4n6c32', { name: 'European Commission', acronym: 'EC', revision_id: 2 }],
  ['/api/awards/00k4n6c32::101000001', { number: '101000001', funder: { id: '00k4n6c32' } }],
  ['/api/affiliations/01ggx4157', { acronym: 'CERN' }],
])('%s is a term', async (path, term) => {
  const { ask, zenodo } = await started();
  const { status, body } = await ask('GET', path, { accept: JSON_TYPE, as: 'nobody' });
  expect(status).toBe(200);
  expect(body).toMatchObject(term);
  expect(body.links).toEqual({ self: zenodo.url + path });
});

test('in the native dialect a term has its title in English alone', async () => {
  const { ask } = await started();
  const { body } = await ask('GET', '/api/vocabularies/resourcetypes/publication-article', { accept: NATIVE });
  expect(body).toMatchObject({ id: 'publication-article', title_l10n: 'Journal article' });
  expect(body).not.toHaveProperty('title');
});

test('funders have fewer fields there, and affiliations are not served in it', async () => {
  const { ask } = await started();
  const { body } = await ask('GET', '/api/funders/00k4n6c32', { accept: NATIVE });
  expect(Object.keys(body).sort()).toEqual(['country', 'country_name', 'id', 'identifiers', 'name', 'title_l10n']);
  expect((await ask('GET', '/api/affiliations/01ggx4157', { accept: NATIVE })).status).toBe(406);
});

test.each([
  ['/api/vocabularies/licenses/CC-BY-4.0', 'The persistent identifier does not exist.'],
  ['/api/vocabularies/frobs', 'Not found.'],
  ['/api/vocabularies/constructor', 'Not found.'],
  ['/api/awards/00k4n6c32::000000', 'Not found.'],
  ['/api/affiliations/000000000', 'Not found.'],
])('%s is not there', async (path, message) => {
  const { ask } = await started();
  const { status, body } = await ask('GET', path, { accept: JSON_TYPE });
  expect([status, body.message]).toEqual([404, message]);
});

test('a list is paged and sorted by title where nothing is searched for', async () => {
  const { ask, zenodo } = await started();
  const { body } = await ask('GET', '/api/vocabularies/resourcetypes?size=2', { accept: JSON_TYPE });
  expect(body).toMatchObject({
    sortBy: 'title',
    page: 1,
    hits: { total: 47, hits: [{ id: 'publication-annotationcollection' }, { id: 'audio' }] },
  });
  expect(body.links['next']).toBe(`${zenodo.url}/api/vocabularies/resourcetypes?page=2&size=2&sort=title`);
});

test('a search finds words of titles, a suggestion their beginnings', async () => {
  const { ask } = await started();
  const found = await ask('GET', '/api/vocabularies/licenses?q=etalab', { accept: JSON_TYPE });
  expect(found.body.hits.hits.map(({ id }) => id)).toEqual(['etalab-2.0']);
  expect((await ask('GET', '/api/funders?q=europ', { accept: JSON_TYPE })).body.hits.total).toBe(0);
  const suggested = await ask('GET', '/api/vocabularies/languages?suggest=fren', { accept: JSON_TYPE });
  expect(suggested.body.hits.total).toBe(13);
  expect(suggested.body).toMatchObject({ sortBy: 'bestmatch' });
});

test.each([
  ['/api/affiliations?suggest=cern', '01ggx4157'],
  ['/api/affiliations?suggest=european nucl', '01ggx4157'],
  ['/api/funders?suggest=EC', '00k4n6c32'],
  ['/api/funders?suggest=european commission belgium', '00k4n6c32'],
  ['/api/subjects?suggest=calcim', 'https://id.nlm.nih.gov/mesh/D000001'],
  ['/api/subjects?suggest=MeSH:calcim', 'https://id.nlm.nih.gov/mesh/D000001'],
  ['/api/vocabularies/languages?suggest=fra', 'fra'],
  ['/api/awards?suggest=101000001', '00k4n6c32::101000001'],
])('%s brings what is meant first', async (path, id) => {
  const { ask } = await started();
  const { body } = await ask('GET', path.replaceAll(' ', '%20'), { accept: JSON_TYPE });
  expect(body.hits.hits[0]?.id).toBe(id);
});

test('a slip of the finger is forgiven', async () => {
  const { ask } = await started();
  const { body } = await ask('GET', '/api/affiliations?suggest=CREN', { accept: JSON_TYPE });
  expect(body.hits.hits.map(({ id }) => id)).toContain('01ggx4157');
});

test('a suggestion in a scheme finds nothing of another', async () => {
  const { ask } = await started();
  expect((await ask('GET', '/api/subjects?suggest=FOS:calcim', { accept: JSON_TYPE })).body.hits.total).toBe(0);
});

test('tags and funders narrow a list', async () => {
  const { ask } = await started();
  const depositable = await ask('GET', '/api/vocabularies/resourcetypes?tags=depositable', { accept: JSON_TYPE });
  expect(depositable.body.hits.total).toBeLessThan(47);
  const { body } = await ask('GET', '/api/awards?funders=001aqnf71', { accept: JSON_TYPE });
  expect(body.hits.total).toBe(1);
  expect(body).toMatchObject({ aggregations: { funders: { buckets: [{ key: '001aqnf71', doc_count: 1, is_selected: true }] } } });
});

test.each([
  ['q=a&suggest=b', 'Invalid querystring parameters.'],
  ['size=100&page=101', 'Invalid querystring parameters.'],
  ['sort=frob', 'A validation error occurred.'],
  ['size=0', 'A validation error occurred.'],
])('a list refuses %s', async (query, message) => {
  const { ask } = await started();
  const { status, body } = await ask('GET', `/api/subjects?${query}`, { accept: JSON_TYPE });
  expect([status, body.message]).toEqual([400, message]);
});

test('a subject with an address as its id is read by it', async () => {
  const { ask } = await started();
  const { body } = await ask('GET', `/api/subjects/${encodeURIComponent('https://id.nlm.nih.gov/mesh/D000001')}`, { accept: JSON_TYPE });
  expect(body).toMatchObject({ subject: 'Calcimycin', scheme: 'MeSH' });
});

test('names are for users alone', async () => {
  const { ask } = await started();
  expect((await ask('GET', '/api/names?suggest=curie', { accept: JSON_TYPE, as: 'nobody' })).status).toBe(403);
  expect((await ask('GET', '/api/names?suggest=curie', { accept: JSON_TYPE })).status).toBe(200);
});

test('names are found by words, by an identifier and by their id', async () => {
  const { ask } = await started();
  for (const path of ['/api/names?q=carberry', '/api/names?suggest=josi', '/api/names?q=identifiers.identifier:0000-0002-1825-0097'])
    expect((await ask('GET', path, { accept: JSON_TYPE })).body.hits.hits.map(({ id }) => id)).toEqual(['0000-0002-1825-0097']);
  const { body } = await ask('GET', '/api/names/orcid/0000-0002-1825-0097', { accept: JSON_TYPE });
  expect(body).toMatchObject({ name: 'Carberry, Josiah', given_name: 'Josiah', identifiers: [{ scheme: 'orcid' }] });
  expect((await ask('GET', `/api/names/${body.id}`, { accept: JSON_TYPE })).status).toBe(200);
  expect((await ask('GET', '/api/names/orcid/0000-0000-0000-0000', { accept: JSON_TYPE })).status).toBe(404);
});
