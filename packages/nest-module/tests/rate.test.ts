import { join } from 'node:path';
import type { RatePermit, RateTold } from '@zenodo-connect/core';
import { expect, it, onTestFinished } from 'vitest';
import { StoreRateBudget } from '../src/rate/store-rate-budget.ts';
import { jobMigrations, jobMigrationsOwner } from '../src/store/migrations/jobs.ts';
import { createSqliteStore } from '../src/store/sqlite-store.ts';
import { tempFolder } from './_util/temp-folder.ts';

const key = 'https://zenodo.org core';

/** Budgets of several processes on one database. */
async function budgets(count: number): Promise<StoreRateBudget[]> {
  const path = join(await tempFolder(), 'rate.db');
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const store = await createSqliteStore({ path });
      onTestFinished(() => store.close());
      await store.migrate(jobMigrationsOwner, jobMigrations);
      return new StoreRateBudget(store, `process ${n}`);
    }),
  );
}

async function land(permit: RatePermit, told: RateTold, now: number): Promise<void> {
  if (!permit.landed) throw new Error(`The call has to wait ${permit.waitMs} ms.`);
  await permit.landed(told, now);
}

it('what one process learns holds the other back, until the window opens', async () => {
  const [one, other] = await budgets(2);
  await land(await one!.take(key, 1_000), { limit: 30, remaining: 0, opensAt: 61_000 }, 1_000);
  expect((await other!.take(key, 1_500)).waitMs).toBe(59_500);
  expect((await other!.take(key, 61_000)).waitMs).toBe(0);
  expect((await other!.take('another key', 1_500)).waitMs).toBe(0);
});

it('many processes at once take what is left, and no more', async () => {
  const all = await budgets(4);
  await land(await all[0]!.take(key, 1_000), { limit: 30, remaining: 10, opensAt: 61_000 }, 1_000);
  const permits = await Promise.all(Array.from({ length: 40 }, (_, n) => all[n % 4]!.take(key, 2_000)));
  expect(permits.filter(({ waitMs }) => waitMs === 0)).toHaveLength(10);
});

it('calls of a process that was killed are given back', async () => {
  const [killed, other] = await budgets(2);
  await land(await killed!.take(key, 1_000), { limit: 30, remaining: 1, opensAt: 400_000 }, 1_000);
  expect((await killed!.take(key, 1_100)).waitMs).toBe(0);
  expect((await other!.take(key, 2_000)).waitMs).toBeGreaterThan(0);
  expect((await other!.take(key, 200_000)).waitMs).toBe(0);
});

it('without its store a process counts for itself', async () => {
  const store = await createSqliteStore({ path: join(await tempFolder(), 'closed.db') });
  await store.close();
  const alone = new StoreRateBudget(store, 'alone');
  await land(await alone.take(key, 1_000), { limit: 30, remaining: 0, opensAt: 61_000 }, 1_000);
  expect((await alone.take(key, 1_000)).waitMs).toBe(60_000);
});
