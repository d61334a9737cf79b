import { expect, test } from 'vitest';
import { started } from './_util/started.ts';

const LONG = `<p>${'the peaks were fitted with a profile of two widths '.repeat(20)}and monazite was found in it</p>`;

async function titles(q: string, records: readonly object[], sort = 'bestmatch'): Promise<string[]> {
  const { ask, zenodo } = await started();
  await zenodo.seed({ records: records.map((metadata) => ({ metadata })) });
  const { body } = await ask('GET', `/api/records?${new URLSearchParams({ q, sort })}`);
  return body.hits.hits.map(({ metadata }) => metadata.title);
}

test('a record with both words comes before one with one of them', async () => {
  const records = [{ title: 'Monazite and xenotime' }, { title: 'Monazite' }, { title: 'Xenotime' }];
  expect((await titles('monazite xenotime', records))[0]).toBe('Monazite and xenotime');
});

test('a rare word counts more than a frequent one', async () => {
  const common = Array.from({ length: 5 }, (_, at) => ({ title: `Spectra ${at}` }));
  expect((await titles('spectra monazite', [{ title: 'Monazite' }, ...common]))[0]).toBe('Monazite');
});

test('a word in a title counts more than one in a long description', async () => {
  expect(await titles('monazite', [{ title: 'Monazite' }, { title: 'Zircon', description: LONG }])).toEqual(['Monazite', 'Zircon']);
});

test('of records that fit alike the newest comes first', async () => {
  expect(await titles('monazite', [{ title: 'Monazite one' }, { title: 'The second monazite of all' }])).toEqual([
    'The second monazite of all',
    'Monazite one',
  ]);
});

test('a word with a boost counts more', async () => {
  const records = [{ title: 'Xenotime' }, { title: 'Monazite' }];
  expect(await titles('monazite xenotime^5', records)).toEqual(['Xenotime', 'Monazite']);
  expect(await titles('monazite^5 xenotime', records)).toEqual(['Monazite', 'Xenotime']);
});

test('the worst match comes first where that is asked for', async () => {
  const records = [{ title: 'Monazite and xenotime' }, { title: 'Monazite' }];
  expect(await titles('monazite xenotime', records, '-bestmatch')).toEqual(['Monazite', 'Monazite and xenotime']);
});

test('without words there is no best match, and the list says so', async () => {
  const { ask } = await started();
  expect((await ask('GET', '/api/records?sort=bestmatch')).body).toMatchObject({ sortBy: 'newest' });
  expect((await ask('GET', '/api/records?q=x')).body).toMatchObject({ sortBy: 'bestmatch' });
});

test('a query that the engine refuses is a 400 in every list', async () => {
  const { ask } = await started();
  for (const list of ['/api/records', '/api/user/records', '/api/deposit/depositions', '/api/communities', '/api/funders'])
    expect(await ask('GET', `${list}?q=10.5281/zenodo.1`, { accept: 'application/json' })).toMatchObject({
      status: 400,
      body: { message: 'Invalid query string syntax.' },
    });
});
