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
    usedUp: 0,
  });
});

it('an answer after that is a recovery, and one before it is nothing', () => {
  const taken = { status: 204, retryAfter: undefined };
  expect(standingAfter(taken, { failures: 3, failingSince: since }, 10, settings).event).toBe('recovered');
  expect(standingAfter(taken, { failures: 2, failingSince: since }, 10, settings).event).toBeUndefined();
});

it.each([
  [499, undefined, 0],
  [500, 'failing', 50],
  [700, 'failing', 70],
  [900, 'failing', 90],
  [1_000, 'disabled', 90],
] as const)('of 1,000 ms of nothing but failures, %i is %s at %i %%, however few they are', (now, event, usedUp) => {
  expect(standingAfter(refused, { failures: 1, failingSince: since }, now, settings)).toMatchObject({ event, usedUp });
});
