import { expect, it } from 'vitest';
import { durationMs, timeSchema } from './duration.ts';

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

it.each([900, '15min'])('%j where a number counts seconds is 900 of them', (value) => {
  expect(timeSchema(1_000).parse(value)).toBe(900);
});

it.each([0, '0s', 1.5, '2w', true])('%j is refused where a time has to be longer than none', (value) => {
  expect(timeSchema(1).safeParse(value).success).toBe(false);
});
