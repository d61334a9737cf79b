import { describe, expect, test } from 'vitest';
import type { Entry } from '../state/entry.ts';
import { Listed } from '../state/listed.ts';
import { SearchIndex } from '../state/search-index.ts';
import { Catalogue } from './catalogue.ts';
import { instantRange } from './instants.ts';
import { parseQuery } from './query.ts';

const entry: Entry = {
  id: '1000002',
  parentId: '1000001',
  ownerId: '3',
  index: 2,
  draftRevision: 5,
  record: {
    created: '2026-03-14T10:00:00.000000+00:00',
    updated: '2026-03-15T10:00:00.123456+00:00',
    revision: 4,
    publishedAt: 0,
    metadata: {
      title: 'Fitting monazite peaks',
      description: '<p>Made with <em>care</em></p>',
      publication_date: '2025-01-02',
      creators: [{ person_or_org: { name: 'Curie, Marie' } }],
      identifiers: [{ identifier: 'urn:x:a/b (1)', scheme: 'urn' }],
    },
    customFields: {},
    access: { record: 'public', files: 'public', embargo: { active: false } },
    pids: { doi: { identifier: '10.5281/zenodo.1000002' } },
    files: { enabled: true, bucketId: '', defaultPreview: null, order: [], entries: [] },
  },
};
const index = new SearchIndex(() => 0);
index.rebuild(new Listed(entry.id, () => entry));
const catalogue = new Catalogue(index);

function hit(q: string): boolean {
  const documents = [...catalogue.documents()];
  return catalogue.test(parseQuery(q))(documents[0]!.record!);
}

describe('a query finds', () => {
  test.each([
    'monazite',
    'MONAZITE',
    'zircon monazite',
    'monazite AND peaks',
    'monazite AND (peaks OR study)',
    '+monazite -study',
    'monazite NOT study',
    '"fitting monazite"',
    'title:"Fitting monazite"',
    'metadata.creators.person_or_org.name:Curie',
    'creators.name:curie',
    'mona*',
    'monazit?',
    'monazite^2',
    '*:*',
    '_exists_:metadata.description',
    'id:1000002',
    'recid:1000002',
    'parent.id:(1000001 OR 7)',
    'doi:"10.5281/zenodo.1000002"',
    'metadata.identifiers.identifier:"urn:x:a/b (1)"',
    'metadata.identifiers.identifier:urn\\:x*',
    'publication_date:2025-01-02',
    'publication_date:2025*',
    'publication_date:>=2025-01-01',
    'description:with',
    'description:care OR Fitting',
    'monazitte~1',
    '"fitting peaks"~1',
    'title:"peaks fitting"~3',
    'monaizte~1',
    'metadata.identifiers.identifier:1-zircon',
    'creators.name:Curié',
    'metadata.identifiers.identifier:"urn:x:a/b"',
    'metadata.title.keyword:"Fitting monazite peaks"',
    'pids.doi.identifier:"zenodo 1000002"',
    'doi:10.5281/zenodo.1000002',
    'updated:[now-50y TO now]',
    'publication_date:[2025-01-01 TO 2025-12-31]',
    'publication_date:[2025 TO *]',
    'updated:["2026-03-15T10:00:00.123Z" TO *]',
    'updated:[2026-03-15 TO 2026-03-15]',
    'versions.index:[2 TO 10]',
    'versions.index:{1 TO 3}',
    '"fitting monazite',
    'monazite AND (',
  ])('%s', (q) => expect(hit(q)).toBe(true));
});

describe('a query misses', () => {
  test.each([
    'zircon',
    'monazite AND zircon',
    'monazite NOT peaks',
    'monazite -peaks',
    '+zircon monazite',
    '"monazite fitting"',
    'title:care',
    'frob:monazite',
    'id:100000',
    'metadata.identifiers.identifier:"urn:x:a/c"',
    'publication_date:2025',
    'publication_date:[2026 TO *]',
    'updated:[* TO 2026-03-14]',
    'updated:{2026-03-15 TO *}',
    'versions.index:{2 TO 3}',
    'em',
    'made',
    'monazitte~',
    'monazzitte~1',
    '"fitting peaks"',
    '"peaks fitting"~2',
    '"fitting zircon"~5',
    '10.5281',
    'versions.index:2.5',
  ])('%s', (q) => expect(hit(q)).toBe(false));
});

describe('the search engine refuses', () => {
  test.each([
    '10.5281/zenodo.1000002',
    'a:b:c',
    'created:2026-01-01T10:00:00',
    '/(/',
    'monazite~3',
    'monazite~1.5',
    'created:soon',
    'updated:[yesterday TO *]',
    'versions.index:two',
    'versions.index:1*',
    'is_published:maybe',
  ])('%s', (q) => expect(() => hit(q)).toThrow('Invalid query string syntax.'));
});

describe('what breaks the grammar is a heap of words', () => {
  test.each([['zircon AND ('], ['"peaks'], [':peaks'], ['title:(zircon'], ['peaks NOT'], ["'peaks'"]])('%s', (q) =>
    expect(hit(q)).toBe(q.includes('peaks')),
  );
});

test('no text makes the parser hang or fail but by a refusal', () => {
  const pieces = ['(', ')', '"', '[', ']', ' TO ', ':', 'a', '\\', '*', 'AND ', '^', '~', '{', '-', '+', '!'];
  for (const one of pieces)
    for (const two of pieces)
      for (const three of pieces) {
        try {
          hit(one + two + three);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Problem', status: 400 });
        }
      }
});

test('a date names all its milliseconds', () => {
  expect(instantRange('2026')).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1) - 1]);
  expect(instantRange('2026-02/2026-03')).toEqual([Date.UTC(2026, 1, 1), Date.UTC(2026, 3, 1) - 1]);
  expect(instantRange('2026-03-14T10:00:00+01:00')).toEqual([Date.UTC(2026, 2, 14, 9), Date.UTC(2026, 2, 14, 9) + 999]);
  expect(instantRange('soon')).toEqual([Number.NaN, Number.NaN]);
});
