import { describe, expect, test } from 'vitest';
import { type Ask, createDraft, publishedRecord } from './_util/client.ts';
import { started } from './_util/started.ts';

const search = async (ask: Ask, q: string, rest = '') => {
  const { body } = await ask('GET', `/api/records?q=${encodeURIComponent(q)}${rest}`);
  return body.hits.hits.map((hit) => hit.metadata.title);
};
const own = async (ask: Ask, q: string, rest = '') => {
  const { body } = await ask('GET', `/api/user/records?q=${encodeURIComponent(q)}${rest}`);
  return body.hits.hits.map((hit) => hit.id);
};

describe('own records', () => {
  test('drafts and records are listed, the newest first, with their state', async () => {
    const { ask } = await started();
    const record = await publishedRecord(ask);
    const draft = await createDraft(ask);
    const { body } = await ask('GET', '/api/user/records?sort=newest');
    expect(body.hits.hits.map(({ id, status }) => [id, status])).toEqual([
      [draft, 'draft'],
      [record, 'published'],
    ]);
    expect((await ask('GET', '/api/user/records', { as: 'other' })).body.hits.total).toBe(0);
    expect((await ask('GET', '/api/user/records', { as: 'nobody' })).status).toBe(403);
  });

  test('an identifier is found by its words in a row, so that a longer one that begins alike is found too', async () => {
    const { ask } = await started();
    const short = await createDraft(ask, { identifiers: [{ identifier: 'urn:zenodo-connect:xrd/S-1', scheme: 'urn' }] });
    const long = await createDraft(ask, { identifiers: [{ identifier: 'urn:zenodo-connect:xrd/S-1-2', scheme: 'urn' }] });
    expect(await own(ask, 'metadata.identifiers.identifier:"urn:zenodo-connect:xrd/S-1"', '&sort=oldest')).toEqual([short, long]);
    expect(await own(ask, 'metadata.identifiers.identifier:"urn:zenodo-connect:xrd/S-1-2"')).toEqual([long]);
    expect(await own(ask, 'metadata.identifiers.identifier:"urn:zenodo-connect:xrd/S-3"')).toEqual([]);
  });

  test('drafts are cut at their tags and searched in every field, records neither', async () => {
    const { ask } = await started();
    const given = { title: 'Sample S-2291', description: '<p>Peaks</p>' };
    const record = await publishedRecord(ask, given);
    const draft = await createDraft(ask, given);
    expect(await own(ask, 'peaks')).toEqual([draft]);
    expect(await own(ask, 'ppeaksp')).toEqual([record]);
    expect(await own(ask, 'title:2291')).toEqual([draft]);
    expect(await own(ask, 'title:S2291')).toEqual([record]);
    expect(await own(ask, 'dataset')).toEqual([draft]);
    expect(await own(ask, `"10.5281/zenodo.${record}"`)).toEqual([]);
  });

  test('fields narrow the list: id, parent, published or not', async () => {
    const { ask } = await started();
    const record = await publishedRecord(ask);
    const draft = await createDraft(ask);
    const { body } = await ask('GET', `/api/records/${record}`);
    expect(await own(ask, `id:${draft}`)).toEqual([draft]);
    expect(await own(ask, `parent.id:${body.parent.id}`)).toEqual([record]);
    expect(await own(ask, 'is_published:false')).toEqual([draft]);
    expect(await own(ask, '', '&is_published=true')).toEqual([record]);
  });

  test('of several versions the newest is listed, and all when all are asked for', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { body } = await ask('POST', `/api/records/${id}/versions`);
    expect(await own(ask, '')).toEqual([body.id]);
    expect(await own(ask, '', '&allversions=true')).toEqual(expect.arrayContaining([body.id, id]));
  });

  test('an edit moves its record to the front of the last updated', async () => {
    const { ask } = await started();
    const first = await publishedRecord(ask);
    const second = await publishedRecord(ask);
    expect(await own(ask, '', '&sort=updated-desc')).toEqual([second, first]);
    await ask('POST', `/api/records/${first}/draft`);
    expect(await own(ask, '', '&sort=updated-desc')).toEqual([first, second]);
  });
});

describe('the public search', () => {
  test('shows records and no drafts, by word, phrase and field', async () => {
    const { ask } = await started();
    await publishedRecord(ask, { title: 'Alpha monazite' });
    await publishedRecord(ask, { title: 'Beta zircon', description: '<p>with some monazite in it</p>' });
    await createDraft(ask, { title: 'Draft of monazite' });
    expect(await search(ask, 'monazite', '&sort=oldest')).toEqual(['Alpha monazite', 'Beta zircon']);
    expect(await search(ask, 'title:monazite')).toEqual(['Alpha monazite']);
    expect(await search(ask, '"monazite alpha"')).toEqual([]);
    expect(await search(ask, '"alpha monazite"')).toEqual(['Alpha monazite']);
    expect(await search(ask, 'monazite NOT zircon')).toEqual(['Alpha monazite']);
    expect(await search(ask, 'monazite AND (zircon OR quartz)')).toEqual(['Beta zircon']);
    expect(await search(ask, 'zirc*')).toEqual(['Beta zircon']);
    expect(await search(ask, 'frob:monazite')).toEqual([]);
  });

  test('a window of changes holds what was updated in it', async () => {
    const { ask } = await started();
    const first = await publishedRecord(ask, { title: 'First record' });
    const { updated } = (await ask('GET', `/api/records/${first}`)).body;
    await new Promise((later) => setTimeout(later, 5));
    const between = new Date(Date.now()).toISOString();
    await new Promise((later) => setTimeout(later, 5));
    await publishedRecord(ask, { title: 'Second record' });
    expect(await search(ask, `updated:["${between}" TO *]`)).toEqual(['Second record']);
    expect(await search(ask, `updated:[* TO "${between}"]`)).toEqual(['First record']);
    expect(await search(ask, `updated:["${updated}" TO *]`, '&sort=oldest')).toEqual(['First record', 'Second record']);
  });

  test('the latest version stands for all, unless all are asked for', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { body } = await ask('POST', `/api/records/${id}/versions`);
    await ask('POST', `/api/records/${body.id}/draft/actions/files-import`);
    await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
    expect((await ask('GET', '/api/records')).body.hits.hits.map((hit) => hit.id)).toEqual([body.id]);
    expect((await ask('GET', '/api/records?allversions=1')).body.hits.total).toBe(2);
  });

  test('pages link to their neighbours', async () => {
    const { ask, zenodo } = await started();
    for (const title of ['Record one', 'Record two', 'Record three']) await publishedRecord(ask, { title });
    const { body } = await ask('GET', '/api/records?q=record&size=1&page=2&sort=oldest');
    expect(body.hits.hits.map((hit) => hit.metadata.title)).toEqual(['Record two']);
    expect(body.hits.total).toBe(3);
    expect(body.links).toEqual({
      prev: `${zenodo.url}/api/records?page=1&q=record&size=1&sort=oldest`,
      self: `${zenodo.url}/api/records?page=2&q=record&size=1&sort=oldest`,
      next: `${zenodo.url}/api/records?page=3&q=record&size=1&sort=oldest`,
    });
  });

  test('facets narrow the hits and leave the counts beside them', async () => {
    const { ask } = await started();
    await publishedRecord(ask, { publication_date: '2024' });
    await publishedRecord(ask, { resource_type: { id: 'software' } });
    const { body, text } = await ask('GET', '/api/records?resource_type=software');
    expect(body.hits.total).toBe(1);
    const { aggregations } = JSON.parse(text) as { aggregations: Record<string, { buckets: object[] }> };
    expect(aggregations['resource_type']?.buckets).toMatchObject([
      { key: 'dataset', doc_count: 1, is_selected: false },
      { key: 'software', doc_count: 1, is_selected: true },
    ]);
    expect(aggregations['publication_date']?.buckets).toMatchObject([
      { key: '2024', doc_count: 1 },
      { key: '2025', doc_count: 0 },
      { key: '2026', doc_count: 1 },
    ]);
  });

  test('a query whose brackets are not escaped is refused', async () => {
    const { zenodo } = await started();
    const raw = await fetch(`${zenodo.url}/api/records?q=updated:[x]`);
    expect([raw.status, await raw.json()]).toEqual([400, { status: 400, message: 'Error trying to decode a non urlencoded string.' }]);
  });

  test.each([
    ['size=0', 'size', 'Must be greater than or equal to 1.'],
    ['size=26', 'size', 'Page size cannot be greater than 25. Please use authenticated requests to increase the limit to 100.'],
    ['page=-1', 'page', 'Must be greater than or equal to 1.'],
    ['sort=frob', '_schema', "Invalid sort option 'frob'."],
  ])('%s is refused', async (query, field, message) => {
    const { ask } = await started();
    const { status, body } = await ask('GET', `/api/records?${query}`, { as: 'nobody' });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test.each([
    [
      'page=0&size=x',
      [
        ['page', 'Must be greater than or equal to 1.'],
        ['size', 'Not a valid integer.'],
      ],
    ],
    ['page=1.5', [['page', 'Not a valid integer.']]],
    ['page=', [['page', 'Not a valid integer.']]],
    ['size=-1&sort=frob', [['size', 'Must be greater than or equal to 1.']]],
    ['size=10001', [['size', 'Page size cannot be greater than 100.']]],
    [
      'allversions=maybe&page=0',
      [
        ['page', 'Must be greater than or equal to 1.'],
        ['allversions', 'Not a valid boolean.'],
      ],
    ],
    ['allversions=', [['allversions', 'Not a valid boolean.']]],
    ['all_versions=2', [['allversions', 'Not a valid boolean.']]],
    ['include_deleted=x', [['include_deleted', 'Not a valid boolean.']]],
    [
      'size=101&page=x',
      [
        ['page', 'Not a valid integer.'],
        ['size', 'Page size cannot be greater than 100.'],
      ],
    ],
  ])('all that is wrong with %s is told', async (query, errors) => {
    const { ask } = await started();
    for (const list of ['/api/records', '/api/user/records', '/api/deposit/depositions']) {
      const { status, body } = await ask('GET', `${list}?${query}`);
      expect([list, status, body.errors]).toEqual([list, 400, errors.map(([field, message]) => ({ field, messages: [message] }))]);
    }
  });

  test.each(['suggest=x', 'q=a&suggest=b', 'page=99999999999999999999', 'page=401&size=25&sort=frob'])('%s is refused', async (query) => {
    const { ask } = await started();
    expect((await ask('GET', `/api/records?${query}`)).body).toEqual({ status: 400, message: 'Invalid querystring parameters.' });
  });

  test.each([
    'all_versions',
    'all_versions=1',
    'allversions=true',
    'page=%201',
    'frob=x',
    'resource_type=frob',
    'access_status=frob&sort=',
  ])('%s is taken', async (query) => {
    const { ask } = await started();
    expect((await ask('GET', `/api/records?${query}`)).status).toBe(query.endsWith('sort=') ? 400 : 200);
  });

  test('beyond ten thousand hits there is no page', async () => {
    const { ask } = await started();
    expect((await ask('GET', '/api/records?size=100&page=101')).body).toEqual({ status: 400, message: 'Invalid querystring parameters.' });
  });
});

test('listings lag behind, reading does not', async () => {
  const { ask, zenodo } = await started({ indexLagMs: 60_000 });
  const id = await publishedRecord(ask);
  expect((await ask('GET', `/api/records/${id}`)).status).toBe(200);
  expect((await ask('GET', '/api/records')).body.hits.total).toBe(0);
  expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(0);
  zenodo.faults.indexLagMs = 0;
  expect((await ask('GET', '/api/records')).body.hits.total).toBe(1);
});

test('what lags is there when the clock has moved on', async () => {
  const { ask, zenodo } = await started({ indexLagMs: 60_000, doiDelayMs: 60_000 });
  const id = await publishedRecord(ask);
  zenodo.faults.advanceClock(61_000);
  expect((await ask('GET', '/api/records')).body.hits.total).toBe(1);
  expect((await ask('GET', `/dois/10.5281/zenodo.${id}`, { as: 'nobody' })).status).toBe(200);
});
