import { join } from 'node:path';
import { expect, it } from 'vitest';
import { happeningOf } from '../_util/happening.ts';
import { owedOf, pairsOf, watchCalmly, watchKilled } from '../_util/killed-watcher.ts';
import { tempFolder } from '../_util/temp-folder.ts';

// The whole day with a hundred kills, on both stores: watcher-kills.real.test.ts.
it('a watcher killed again and again misses nothing of six hours, and tells doubles under the same id', { timeout: 120_000 }, async () => {
  const plan = { seed: 7, records: 500, hours: 6, perMinute: 2, lagMs: [500, 90_000] } as const;
  const path = join(await tempFolder(), 'watch.db');
  const { stream, kills, told, owed } = await watchKilled(plan, { path }, 8, 3);
  const calm = await watchCalmly(stream);
  const happenings = new Set(told.map(({ happening }) => happening));
  expect(kills).toBe(8);
  expect(owedOf(stream).filter((one) => !happenings.has(one))).toEqual([]);
  expect(new Set(told.map(({ id }) => id))).toEqual(new Set(calm.map(({ id }) => id)));
  expect(owed.toSorted()).toEqual(calm.map(({ id }) => id).toSorted());
  expect(happenings).toEqual(new Set(calm.map(happeningOf)));
  expect(pairsOf(told).size).toBe(happenings.size);
});
