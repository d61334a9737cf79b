import { expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import { SearchIndex } from './search-index.ts';

const entry = (draftRevision: number): Entry => ({ id: '1', parentId: '0', ownerId: '3', index: 1, draftRevision });

test('each change is seen when the lag has passed, and not before', () => {
  let now = 0;
  let lag = 100;
  const index = new SearchIndex<Entry>(
    () => lag,
    () => now,
  );
  const seen = () => [...index.entries()].map((one) => one.draftRevision);
  index.changed('1', entry(1));
  expect(seen()).toEqual([]);
  now = 60;
  index.changed('1', entry(2));
  now = 100;
  expect(seen()).toEqual([1]);
  now = 160;
  expect(seen()).toEqual([2]);
  index.changed('1', undefined);
  expect(seen()).toEqual([2]);
  lag = 0;
  expect(seen()).toEqual([]);
});

test('what was there at the start is seen at once', () => {
  const index = new SearchIndex<Entry>(() => 60_000);
  index.rebuild(entry(5));
  expect([...index.entries()]).toHaveLength(1);
});
