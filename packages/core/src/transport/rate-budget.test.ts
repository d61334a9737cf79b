import { beforeEach, describe, expect, it } from 'vitest';
import { RateBudget } from './rate-budget.ts';

const now = Date.UTC(2026, 10, 25, 12);
const answer = (remaining: number, resetInSeconds: number, status = 200) => ({
  status,
  headers: { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(now / 1000 + resetInSeconds) },
  body: undefined,
});

let budget: RateBudget;
beforeEach(() => {
  budget = new RateBudget();
});

describe('the rate budget', () => {
  it('lets calls go while nothing is known', () => {
    expect(budget.waitMs('a', now)).toBe(0);
  });

  it('waits for the window when nothing remains, and no longer', () => {
    budget.learn('a', answer(0, 30), now);
    expect(budget.waitMs('a', now)).toBe(30_000);
    expect(budget.waitMs('a', now + 30_000)).toBe(0);
  });

  it('counts calls that are on their way as spent', () => {
    budget.learn('a', answer(2, 30), now);
    const landed = [budget.take('a'), budget.take('a')];
    expect(budget.waitMs('a', now)).toBe(30_000);
    landed[0]!();
    expect(budget.waitMs('a', now)).toBe(0);
  });

  it('believes the smaller count when answers overtake each other', () => {
    budget.learn('a', answer(0, 30), now);
    budget.learn('a', answer(5, 30), now);
    expect(budget.waitMs('a', now)).toBe(30_000);
  });

  it('takes a 429 for an empty window whatever it says remains', () => {
    budget.learn('a', answer(3, 10, 429), now);
    expect(budget.waitMs('a', now)).toBe(10_000);
  });

  it('keeps keys apart', () => {
    budget.learn('search', answer(0, 30), now);
    expect(budget.waitMs('user', now)).toBe(0);
  });
});
