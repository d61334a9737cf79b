import { expect, it } from 'vitest';
import { play, scenarios } from './rate-limit.mjs';

it.each(Object.keys(scenarios))(
  'under a limit (%s) the client meets no 429 and takes 1.05 × the time of one who knows all',
  async (title) => {
    const core = await play('core', scenarios[title]);
    const best = await play('knows all', scenarios[title]);
    expect(core).toMatchObject({ refused: 0, lost: 0 });
    expect(core.seconds / best.seconds).toBeLessThanOrEqual(1.05);
  },
);

it('where answers tell nothing of a limit, a 429 is waited for and no call is lost', async () => {
  const core = await play('core', { window: 'fixed', limit: 100, latencyMs: 100, calls: 250, workers: 8, headers: false });
  expect(core.lost).toBe(0);
  expect(core.refused).toBeLessThanOrEqual(16);
});
