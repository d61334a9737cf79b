import { expect, it, onTestFinished } from 'vitest';
import { migrateGateway, openStore } from '../src/tables/open-store.ts';
import { PublishCounts } from '../src/tables/publish-counts.ts';
import { testStore } from './_util/store.ts';
import { tempFolder } from './_util/temp-folder.ts';

async function counts(): Promise<PublishCounts> {
  if (testStore.open) {
    const store = await testStore.open();
    await migrateGateway(store);
    return new PublishCounts(store);
  }
  const store = await openStore(await tempFolder());
  onTestFinished(() => store.close());
  return new PublishCounts(store);
}

const day = '2026-11-25';

it('of many that ask at once, as many as the ceiling allows get one', async () => {
  const count = await counts();
  const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => count.take('a', day, `d${n}`, 7)));
  expect(asked.filter(Boolean)).toHaveLength(7);
  expect(await count.taken('a', day)).toBe(7);
});

it('a deposit that has one takes no second one, also at the ceiling', async () => {
  const count = await counts();
  expect([await count.take('a', day, 'd', 1), await count.take('a', day, 'd', 1), await count.take('a', day, 'e', 1)]).toEqual([
    true,
    true,
    false,
  ]);
});

it('what is given back can be taken, once', async () => {
  const count = await counts();
  await count.take('a', day, 'd', 1);
  await Promise.all([count.giveBack('a', day, 'd'), count.giveBack('a', day, 'd')]);
  expect(await count.taken('a', day)).toBe(0);
  expect(await count.take('a', day, 'e', 1)).toBe(true);
});

it('days and accounts are counted apart, and without a ceiling nothing is refused', async () => {
  const count = await counts();
  const all = [await count.take('a', day, 'd', 1), await count.take('b', day, 'd', 1), await count.take('a', '2026-11-26', 'd', 1)];
  expect([...all, await count.take('a', day, 'e', Number.POSITIVE_INFINITY)]).toEqual([true, true, true, true]);
});

it('an account is stopped until it is resumed', async () => {
  const count = await counts();
  await count.stop('a', 'spam');
  expect(await count.stopped('a')).toBe('spam');
  expect(await count.resumeAll()).toBe(1);
  expect(await count.stopped('a')).toBeUndefined();
});
