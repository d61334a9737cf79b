import { expect, it } from 'vitest';
import { standingAfter } from './breaker.ts';

const settings = { breakAfter: 3, restsMs: [100, 200], disableAfterMs: 1_000 };
const refused = { status: 500, retryAfter: undefined };
const since = new Date(0);

it('tries side by side that step over the number at which a subscriber counts as failing still tell of it', () => {
  const afterMany = standingAfter(refused, { failures: 8, failingSince: since }, 10, settings);
  expect(afterMany.event).toBe('failing');
});

it('fewer failures than that are told to nobody and cost no rest', () => {
  expect(standingAfter(refused, { failures: 1, failingSince: since }, 10, settings)).toEqual({
    openUntil: undefined,
    disable: false,
    event: undefined,
  });
});

it('an answer after that is a recovery, and one before it is nothing', () => {
  const taken = { status: 204, retryAfter: undefined };
  expect(standingAfter(taken, { failures: 3, failingSince: since }, 10, settings).event).toBe('recovered');
  expect(standingAfter(taken, { failures: 2, failingSince: since }, 10, settings).event).toBeUndefined();
});
