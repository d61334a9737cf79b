import { expect, it } from 'vitest';
import { play } from './polling.mjs';

it('watching 1,000 records for three hours costs at most 180 calls an hour, misses nothing, and tells within 12 s on average', async () => {
  const { calls, missed, mean, changes } = await play(1000, { share: 0.1, hours: 3 });
  expect(changes).toBeGreaterThan(100);
  expect(missed).toBe(0);
  expect(calls).toBeLessThanOrEqual(180);
  expect(mean).toBeLessThanOrEqual(12);
});
