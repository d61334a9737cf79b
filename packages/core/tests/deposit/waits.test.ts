import { expect, it } from 'vitest';
import { fileFromBuffer, LocalRateBudget, type Wait } from '../../src/index.ts';
import { metadata, newKey, useTarget } from '../_util/target.ts';

const target = useTarget();

it('a deposit tells its own caller what it waits for, in the middle of an upload too', async () => {
  const waits: Wait[] = [];
  target.standIn.faults.tooManyRequests({ method: 'PUT', path: '*/content' }, { retryAfterS: 2 });
  await target.client({ rateBudget: new LocalRateBudget() }).deposit({
    key: newKey(),
    metadata,
    files: [fileFromBuffer('a.txt', 'a')],
    onWait: (wait) => waits.push(wait),
  });
  expect(waits.length).toBeGreaterThan(0);
  expect(waits[0]).toMatchObject({
    reason: 'rate_limit',
    message: expect.stringMatching(/^Waiting until \d\d:\d\d:\d\d UTC for Zenodo's rate limit \(PUT /),
  });
});
