import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from './_node.mts';

const zenodo = useStandIn();

// n8n's own sleep is all that the node waits with: here it moves the clock of the process, which the stand-in's limits go by.
vi.mock(import('n8n-workflow'), async (original) => ({
  ...(await original()),
  sleep: async (ms: number) => void vi.setSystemTime(Date.now() + ms),
}));
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('500 items that search stay within 30 a minute, and Zenodo refuses none', async () => {
  zenodo.faults.rateLimits = true;
  const began = Date.now();
  const perItem = Array.from({ length: 500 }, (_, place) => ({ filters: { query: `title:sample${place}` } }));
  await run(zenodo, 'record', 'search', {}, { items: perItem.map(() => ({ json: {} })), perItem });
  const searches = zenodo.calls.filter(({ path }) => path.startsWith('/api/records'));
  expect(searches).toHaveLength(500);
  expect(searches.filter(({ status }) => status !== 200)).toEqual([]);
  // 30 at once, and 30 a minute for the other 470.
  expect((Date.now() - began) / 60_000).toBeLessThan(17);
}, 120_000);
