import { expect, it } from 'vitest';
import { LocalRateBudget } from './rate-budget.ts';

const now = Date.UTC(2026, 10, 25, 12);

it('keeps keys apart', async () => {
  const budget = new LocalRateBudget();
  await budget.take('search', now).landed?.({ remaining: 0, opensAt: now + 30_000 }, now);
  expect(budget.take('search', now)).toEqual({ waitMs: 30_000 });
  expect(budget.take('user', now).waitMs).toBe(0);
});

it('gives room to no more calls at once than remain', async () => {
  const budget = new LocalRateBudget();
  await budget.take('user', now).landed?.({ remaining: 3, opensAt: now + 30_000 }, now);
  const permits = Array.from({ length: 5 }, () => budget.take('user', now));
  expect(permits.map(({ landed }) => landed !== undefined)).toEqual([true, true, true, false, false]);
});
