import { expect, it } from 'vitest';
import { ensureApart, pathBelow } from './safe-path.ts';

const refused = expect.objectContaining({ code: 'configuration' });

it.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', '.', '..', '', 'a/', 'a\\..\\b', 'a\0b', 'a\nb', 'x'.repeat(256)])(
  'a key that leads out or is no name is refused: %j',
  (key) => {
    expect(() => pathBelow('/data', key)).toThrow(refused);
  },
);

it.each(['con', 'NUL.txt', 'a.', 'b ', 'C:x', 'a.txt:stream', 'a?'])('what Windows takes otherwise is refused there alone: %j', (key) => {
  expect(() => pathBelow('/data', key, true)).toThrow(refused);
  expect(pathBelow('/data', key, false)).toBe(`/data/${key}`);
});

it('names of all scripts and dots inside are fine', () => {
  expect(pathBelow('/data', 'raw/測定 (1)..v2.csv')).toBe('/data/raw/測定 (1)..v2.csv');
});

it('a file where another needs a folder is refused', () => {
  expect(() => ensureApart(['a', 'b', 'a/c'])).toThrow(refused);
  expect(() => ensureApart(['a/b', 'a/c', 'ab'])).not.toThrow();
});

it('names that differ by case alone are one file on some disks', () => {
  expect(() => ensureApart(['A.txt', 'a.txt'], true)).toThrow(refused);
  expect(() => ensureApart(['A.txt', 'a.txt'], false)).not.toThrow();
});
