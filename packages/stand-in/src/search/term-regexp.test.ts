import { expect, test } from 'vitest';
import { termRegexp } from './term-regexp.ts';

test.each([
  ['mona.*', 'monazite', true],
  ['mona.*', 'amonazite', false],
  ['(xrd|xrf)s?', 'xrfs', true],
  ['[a-c]+[^x]', 'abcd', true],
  ['[a-c]+[^x]', 'abcx', false],
  ['a{2,3}', 'a', false],
  ['a{2,3}', 'aaa', true],
  ['a{2}', 'aaa', false],
  ['a{1,}b', 'aaaab', true],
  ['10\\.5281', '10.5281', true],
  ['10\\.5281', '1005281', false],
])('/%s/ on %s: %s', (source, word, fits) => expect(termRegexp(source)!(word)).toBe(fits));

test.each(['(', 'a)', '*a', '[a', 'a{x}', 'a\\', '((a{99}){99}){99}'])('/%s/ is no expression', (source) => {
  expect(termRegexp(source)).toBeUndefined();
});

test('an expression that makes others slow costs a word its length', () => {
  const started = performance.now();
  expect(termRegexp('(a+)+b')!('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});
