import { expect, it } from 'vitest';
import { readableSize } from './readable-size.ts';

it.each([
  [1, '1 byte'],
  [18, '18 bytes'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [72_667, '72.7 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1 MB'],
  [10_737_418_240, '10.7 GB'],
  [5e15, '5000 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(readableSize(bytes)).toBe(text);
});
