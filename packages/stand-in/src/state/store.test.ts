import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Entry } from './entry.ts';
import { SearchIndex } from './search-index.ts';
import { Store } from './store.ts';

function opened(folder: string): Store {
  return new Store(folder, false, new SearchIndex(() => 0));
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'stand-in-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const entry = (id: string, index: number): Entry => ({ id, parentId: '1', ownerId: '3', index, draftRevision: 4 });

test('what is saved is there for the next one who opens the folder', () => {
  const folder = emptyFolder();
  const first = opened(folder);
  first.saveConcept({ id: '1', ownerId: '3', pids: {}, lastIndex: 1 });
  first.saveEntry(entry('2', 1));
  const [token, id] = [first.setting('token', () => 'secret'), first.nextId()];
  first.close();
  const second = opened(folder);
  expect(second.concept('1')).toMatchObject({ lastIndex: 1 });
  expect(second.entry('2')).toEqual(entry('2', 1));
  expect(second.setting('token', () => 'another')).toBe(token);
  expect(Number(second.nextId())).toBe(Number(id) + 1);
  second.close();
});

test('work that fails half-way leaves nothing, on disk and in memory', () => {
  const store = opened(emptyFolder());
  expect(() =>
    store.atomically(() => {
      store.saveEntry(entry('2', 1));
      store.atomically(() => store.saveEntry(entry('3', 2)));
      throw new Error('half-way');
    }),
  ).toThrow('half-way');
  expect([...store.entries()]).toEqual([]);
  expect(store.versionsOf('1')).toEqual([]);
  expect([...store.index.entries()]).toEqual([]);
  store.atomically(() => store.saveEntry(entry('2', 1)));
  expect([...store.entries()]).toHaveLength(1);
  expect([...store.index.entries()]).toHaveLength(1);
  store.close();
});

test('versions come in the order of their index, whatever the order of their ids', () => {
  const store = opened(emptyFolder());
  store.saveEntry(entry('5', 2));
  store.saveEntry(entry('9', 1));
  store.removeEntry('7');
  expect(store.versionsOf('1').map(({ id }) => id)).toEqual(['9', '5']);
  store.removeEntry('9');
  expect(store.versionsOf('1').map(({ id }) => id)).toEqual(['5']);
  store.close();
});
