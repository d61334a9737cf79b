import { expect, it } from 'vitest';
import { durationMs } from './duration.ts';

it.each([
  ['90s', 90_000],
  ['15min', 900_000],
  ['48h', 172_800_000],
  ['14d', 1_209_600_000],
])('%s is %i milliseconds', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it.each(['', '48', 'h', '1.5h', '-1h', '1 h', '2w', '9999999d'])('%j is no time', (text) => {
  expect(durationMs(text)).toBeNull();
});
