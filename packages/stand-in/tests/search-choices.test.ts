import { expect, test } from 'vitest';
import { started } from './_util/started.ts';

const DATES = ['2019', '2020-06', '2021-03-14', '2023-01-01'];

test.each([
  ['2020', ['2020-06']],
  ['2020..2021', ['2020-06', '2021-03-14']],
  ['2021..', ['2021-03-14', '2023-01-01']],
  ['..2019', ['2019']],
  ['[2020-06..2021-03)', ['2020-06']],
  ['(2020..2023)', ['2021-03-14']],
  ['nonsense', []],
])('published in %s', async (chosen, expected) => {
  const { ask, zenodo } = await started();
  await zenodo.seed({ records: DATES.map((date) => ({ metadata: { title: date, publication_date: date } })) });
  const query = new URLSearchParams({ publication_date: chosen, sort: 'oldest' });
  const { body } = await ask('GET', `/api/records?${query}`);
  expect(body.hits.hits.map(({ metadata }) => metadata.title)).toEqual(expected);
});

test('journals and conferences are sorted by their parts', async () => {
  const { ask, zenodo } = await started();
  const journals = [
    ['B', '2'],
    ['A', '3'],
    ['A', '1'],
  ];
  await zenodo.seed({
    records: journals.map(([title, volume]) => ({
      metadata: { title: `${title} ${volume}` },
      customFields: { 'journal:journal': { title, volume }, 'meeting:meeting': { title: 'M', session: volume } },
    })),
  });
  const titles = async (sort: string) =>
    (await ask('GET', `/api/records?sort=${sort}`)).body.hits.hits.map(({ metadata }) => metadata.title);
  expect(await titles('journal-asc')).toEqual(['A 1', 'B 2', 'A 3']);
  expect(await titles('conference-desc')).toEqual(['A 3', 'B 2', 'A 1']);
});

test.each([
  'newestactivity',
  'oldestactivity',
  'conference_session',
  '-conference_session',
  '-journal',
  '-bestmatch',
  '-mostviewed',
  '-version',
])('sort=%s is one of Zenodo’s', async (sort) => {
  const { ask } = await started();
  const { status, body } = await ask('GET', `/api/records?sort=${encodeURIComponent(sort)}`);
  expect([status, body]).toMatchObject([200, { sortBy: sort }]);
});

test('a regular expression is looked for in words; one that cannot be read is refused', async () => {
  const { ask, zenodo } = await started();
  await zenodo.seed({ records: [{ metadata: { title: 'Monazite at 300 K' } }, { metadata: { title: 'Zircon' } }] });
  const total = async (q: string) => (await ask('GET', `/api/records?q=${encodeURIComponent(q)}`)).body.hits.total;
  expect(await total('/mona.*/')).toBe(1);
  expect(await total('title:/zir[a-c]on/ OR /mon.*te/')).toBe(2);
  expect(await ask('GET', '/api/records?q=/(/')).toMatchObject({ status: 400, body: { message: 'Invalid query string syntax.' } });
});

test('old and new names of fields find the same', async () => {
  const { ask, zenodo } = await started();
  await zenodo.seed({
    communities: ['crystals'],
    records: [
      {
        community: 'crystals',
        metadata: {
          resource_type: { id: 'publication-dissertation' },
          funding: [{ funder: { id: '00k4n6c32' }, award: { id: '00k4n6c32::101000001' } }],
        },
        customFields: { 'journal:journal': { title: 'Acta', volume: '7' } },
        files: { 'scan.xy': '1 2\n' },
      },
      {},
    ],
  });
  for (const q of [
    'resource_type.type:publication',
    'resource_type.subtype:publication-thesis',
    'metadata.resource_type.id:publication-dissertation',
    'communities:crystals',
    'grants.code:101000001',
    'grants.funder.name:Commission',
    'journal.volume:7',
    'custom_fields.journal\\:journal.title:Acta',
    'filetype:xy',
    'filename:"scan.xy"',
  ])
    expect([q, (await ask('GET', `/api/records?q=${encodeURIComponent(q)}`)).body.hits.total]).toEqual([q, 1]);
});

test('the public search shows records of verified users first, whatever the sort', async () => {
  const { ask, zenodo } = await started();
  await zenodo.seed({ as: 'fresh', records: [{ metadata: { title: 'By a fresh user' } }] });
  await zenodo.seed({ records: [{ metadata: { title: 'By a verified one' } }] });
  for (const sort of ['newest', 'oldest'])
    expect((await ask('GET', `/api/records?sort=${sort}`)).body.hits.hits.map(({ metadata }) => metadata.title)).toEqual([
      'By a verified one',
      'By a fresh user',
    ]);
});

test.each([
  ['type=publication', ['Article', 'Thesis']],
  ['type=publication&subtype=article', ['Article']],
  ['type=publication-article', []],
  ['subtype=article', ['Article', 'Data', 'Thesis']],
])('the old filter %s', async (filter, expected) => {
  const { ask, zenodo } = await started();
  const types = { Article: 'publication-article', Thesis: 'publication-dissertation', Data: 'dataset' };
  await zenodo.seed({ records: Object.entries(types).map(([title, id]) => ({ metadata: { title, resource_type: { id } } })) });
  const { body } = await ask('GET', `/api/records?${filter}`);
  expect(body.hits.hits.map(({ metadata }) => metadata.title).sort()).toEqual(expected);
});

test.each([
  ['allversions=1', 2],
  ['all_versions', 2],
  ['allversions=Yes', 2],
  ['allversions=0', 1],
])('%s finds %i of two versions', async (query, total) => {
  const { ask, zenodo } = await started();
  await zenodo.seed({ records: [{ versions: 2 }] });
  expect((await ask('GET', `/api/records?${query}`)).body.hits.total).toBe(total);
});

test('a yes or no that is neither is refused', async () => {
  const { ask } = await started();
  const { status, body } = await ask('GET', '/api/records?allversions=frob');
  expect([status, body.errors]).toEqual([400, [{ field: 'allversions', messages: ['Not a valid boolean.'] }]]);
});
