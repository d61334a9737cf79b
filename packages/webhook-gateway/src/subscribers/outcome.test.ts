import { describe, expect, it } from 'vitest';
import { settingsOf } from '../config/settings.ts';
import { outcomeOf } from './outcome.ts';
import { nextDelay, retryAfterMs } from './retry-schedule.ts';

const now = Date.parse('2026-11-25T14:00:00Z');
const standing = { delaysMs: [5_000, 300_000], attemptsDone: 1, now, random: 0.5 };
const answered = (status: number, retryAfter?: string) => ({ status, retryAfter });
const day = 86_400_000;

it.each([
  ['200 is success', answered(200), { state: 'delivered', disable: false }],
  ['204 is success', answered(204), { state: 'delivered' }],
  ['a redirect is a failure', answered(302), { state: 'pending', delayMs: 5_000, result: 'answered 302' }],
  ['404 is tried again', answered(404), { state: 'pending', delayMs: 5_000 }],
  ['410 disables and keeps the event', answered(410), { state: 'pending', disable: true }],
  ['Retry-After is honoured', answered(503, '120'), { state: 'pending', delayMs: 120_000 }],
  ['a shorter Retry-After does not hurry', answered(503, '1'), { state: 'pending', delayMs: 5_000 }],
  ['an absurd Retry-After is a day', answered(429, '99999999999'), { state: 'pending', delayMs: day }],
  ['no answer is tried again', { failure: 'refused' }, { state: 'pending', delayMs: 5_000, result: 'refused' }],
] as const)('%s', (_name, attempt, expected) => {
  expect(outcomeOf(attempt, standing)).toMatchObject(expected);
});

it('after the last delay the event is given up, and says so', () => {
  expect(outcomeOf(answered(500), { ...standing, attemptsDone: 3 })).toMatchObject({
    state: 'given_up',
    result: 'answered 500; given up after 3 tries',
  });
});

describe('the schedule', () => {
  const { delaysMs } = settingsOf({ folder: 'x', routes: 'y', zenodo: { url: 'https://sandbox.zenodo.org', token: 't' } }).deliveries;

  it('is ten tries in 75 h 35 m 5 s', () => {
    expect(delaysMs).toHaveLength(9);
    expect(delaysMs.reduce((sum, delay) => sum + delay, 0)).toBe(((75 * 60 + 35) * 60 + 5) * 1000);
  });

  it.each([
    [0, 4_000],
    [0.5, 5_000],
    [1, 6_000],
  ])('spreads by a fifth: %d gives %d', (random, delay) => {
    expect(nextDelay([5_000], 1, undefined, random)).toBe(delay);
  });
});

it.each([
  ['30', 30_000],
  ['Wed, 25 Nov 2026 14:01:00 GMT', 60_000],
  ['Wed, 25 Nov 2026 13:00:00 GMT', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['1e3', undefined],
  [undefined, undefined],
])('Retry-After %j is %j', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
