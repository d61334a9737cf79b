import { expect, it } from 'vitest';
import { sizeBytes, sizeSchema } from './size.ts';

it.each([
  ['1B', 1],
  ['500kB', 500_000],
  ['100MB', 100_000_000],
  ['2GiB', 2_147_483_648],
  ['1TiB', 1_099_511_627_776],
])('%s is %i bytes', (text, bytes) => {
  expect(sizeBytes(text)).toBe(bytes);
});

it.each(['', '48', 'MB', '1.5GB', '-1MB', '2 GiB', '2G', '2gb', '0B', '999999999TiB'])('%j is no size', (text) => {
  expect(sizeBytes(text)).toBeNull();
});

it.each([5, '5B'])('%j in a file is five bytes', (value) => {
  expect(sizeSchema.parse(value)).toBe(5);
});

it.each([0, 1.5, '2G', '999999999TiB', true])('%j in a file is refused', (value) => {
  expect(sizeSchema.safeParse(value).success).toBe(false);
});
