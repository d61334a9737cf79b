import { expect, it } from 'vitest';
import { type Groups, placeOf } from './fair-share.ts';

const tenantA = ['xrd', 'sem', 'tem'];
const groups: Groups = { groupOf: (route) => (tenantA.includes(route) ? tenantA : [route]) };

/** The order in which files leave that all came at once, each placed by what waited when it came. */
function leaving(arrivals: readonly string[]): string[] {
  const waiting = new Map<string, number>();
  const placed = arrivals.map((route) => {
    const place = placeOf(route, groups, (one) => waiting.get(one) ?? 0);
    waiting.set(route, (waiting.get(route) ?? 0) + 1);
    return { route, place };
  });
  return placed.sort((a, b) => a.place - b.place).map(({ route }) => route);
}

it('a tenant with three busy routes has no more turns than a route by itself', () => {
  const rounds = Array.from({ length: 30 }, () => [...tenantA, 'nmr']).flat();
  const first = leaving(rounds).slice(0, 60);
  expect(first.filter((route) => route === 'nmr').length).toBeGreaterThanOrEqual(28);
});

it('within a tenant each busy route has the same', () => {
  const first = leaving(Array.from({ length: 30 }, () => tenantA).flat()).slice(0, 30);
  for (const route of tenantA) expect(first.filter((one) => one === route).length).toBeGreaterThanOrEqual(9);
});

it('the first file of a quiet route stands before those that wait, whoever floods', () => {
  const flood = Array.from({ length: 50 }, () => 'xrd');
  expect(leaving([...flood, 'sem', 'nmr']).slice(0, 3)).toEqual(['xrd', 'sem', 'nmr']);
});
