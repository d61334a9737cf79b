import { expect, test } from 'vitest';
import type { Entry } from '../state/entry.ts';
import { Listed } from '../state/listed.ts';
import { SearchIndex } from '../state/search-index.ts';
import { Catalogue } from './catalogue.ts';
import { parseQuery } from './query.ts';

const draftOf = (title: string): Entry => ({
  id: '1',
  parentId: '0',
  ownerId: '3',
  index: 1,
  draftRevision: 1,
  draft: {
    created: '2026-03-14T10:00:00+00:00',
    updated: '2026-03-14T10:00:00+00:00',
    expiresAt: '',
    metadata: { title },
    customFields: {},
    access: {},
    pids: {},
    files: { enabled: true, bucketId: '', defaultPreview: null, order: [], entries: [] },
  },
});

test('a state that the store has left is searched and shown as it was, until the lag has passed', () => {
  let now = 1000;
  let stored = draftOf('first');
  const listed = () => new Listed('1', () => stored);
  const index = new SearchIndex(
    () => 100,
    () => now,
  );
  index.rebuild(listed());
  const catalogue = new Catalogue(index);
  const titles = () =>
    catalogue.list('all', (all) => [...all].map(({ draft }) => draft!)).map(({ entry }) => entry.draft!.metadata['title']);

  index.newest('1')!.keep(JSON.stringify(stored));
  stored = draftOf('second');
  index.changed('1', listed());
  expect(titles()).toEqual(['first']);
  now += 100;
  expect(titles()).toEqual(['second']);
  const [found] = [...catalogue.documents()];
  expect(catalogue.test(parseQuery('title:second'))(found!.draft!)).toBe(true);
  expect(catalogue.test(parseQuery('title:first'))(found!.draft!)).toBe(false);
});

test.each(['title:first', 'first', 'fir*', 'title:/f.*/'])('%s finds the same when it is read before anything was listed', (query) => {
  const index = new SearchIndex(
    () => 0,
    () => 1000,
  );
  index.rebuild(new Listed('1', () => draftOf('first')));
  const catalogue = new Catalogue(index);
  const matches = catalogue.test(parseQuery(query));
  const [found] = [...catalogue.documents()];
  expect(matches(found!.draft!)).toBe(true);
});
