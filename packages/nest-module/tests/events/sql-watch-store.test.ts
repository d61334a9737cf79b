import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { batch, describeWatchStore, eventFor } from '../../../core/tests/events/_describe-watch-store.ts';
import { createSqliteStore, SqlWatchStore } from '../../src/index.ts';
import { eventMigrations, eventMigrationsOwner } from '../../src/store/migrations/events.ts';
import { tempFolder } from '../_util/temp-folder.ts';

async function opened() {
  const store = await createSqliteStore({ path: join(await tempFolder(), 'watch.db') });
  onTestFinished(() => store.close());
  await store.migrate(eventMigrationsOwner, eventMigrations);
  return store;
}

describeWatchStore('the state of a watcher in SQLite', async () => {
  const store = await opened();
  return { store: new SqlWatchStore(store, 'default own'), again: () => new SqlWatchStore(store, 'default own') };
});

it('watchers of one store do not see each other', async () => {
  const store = await opened();
  const [one, other] = [new SqlWatchStore(store, 'default own'), new SqlWatchStore(store, 'library own')];
  await one.commit(batch(1, { known: [['r/1', 'a']], outgoing: [eventFor('1')] }));
  expect(await other.load()).toBeUndefined();
  expect(await other.commit(batch(1, { outgoing: [eventFor('1')] }))).toBe(true);
  expect((await other.load())?.outgoing).toHaveLength(1);
});

it('thousands of records are committed at once', async () => {
  const store = new SqlWatchStore(await opened(), 'default own');
  const known = Array.from({ length: 5000 }, (_, at) => [`r/${at}`, 'x'.repeat(300)] as const);
  await store.commit(batch(1, { known: [...known, ['r/0', 'last']] }));
  await store.commit(batch(2, { known: known.slice(2500).map(([key]) => [key, null]) }));
  const kept = new Map((await store.load())?.known);
  expect([kept.size, kept.get('r/0')]).toEqual([2500, 'last']);
});
