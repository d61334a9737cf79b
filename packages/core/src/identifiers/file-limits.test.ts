import { expect, it } from 'vitest';
import { ensureFileLimits } from './file-limits.ts';

const files = (count: number, size = 1) => Array.from({ length: count }, (_, index) => ({ key: `${index}.txt`, size }));

it('100 files of 50 GB are taken', () => {
  expect(() => ensureFileLimits(files(100, 500_000_000))).not.toThrow();
});

it.each([
  ['too many files', files(101), /100 files.*101/],
  ['too many bytes', files(100, 500_000_001), /50\.01 GB together.*50 GB/],
  ['an empty file', files(2, 0), /"0\.txt" is empty/],
  ['two of one key', [...files(2), ...files(1)], /Two files have the key "0\.txt"/],
])('%s are refused', (_, list, message) => {
  expect(() => ensureFileLimits(list)).toThrow(message);
});

it('limits that Zenodo granted are those that count', () => {
  expect(() => ensureFileLimits(files(150, 1e9), { mostFiles: 200, mostBytes: 200e9 })).not.toThrow();
});
