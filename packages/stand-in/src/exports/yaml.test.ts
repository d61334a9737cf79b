import { expect, test } from 'vitest';
import { printYaml } from './yaml.ts';

test.each([
  ['plain text', 'plain text'],
  ['2026-03-14', "'2026-03-14'"],
  ['1.2', "'1.2'"],
  ['1.2.0', '1.2.0'],
  ['true', "'true'"],
  ['', "''"],
  ["it's", "it's"],
  ['- list', "'- list'"],
  ['key: value', "'key: value'"],
  ['a #comment', "'a #comment'"],
  ['José', '"Jos\\xE9"'],
  ['日本', '"\\u65E5\\u672C"'],
  ['two\nlines', "'two\n\n  lines'"],
])('%j is written %s', (value, written) => expect(printYaml({ key: value })).toBe(`key: ${written}\n`));

test('keys are sorted, lists stand below their key, and long lines are folded', () => {
  const long = Array.from({ length: 24 }, () => 'word').join(' ');
  expect(printYaml({ b: ['x', { d: 1, c: 'y' }], a: long, empty: [] })).toBe(
    `a: ${Array.from({ length: 16 }, () => 'word').join(' ')}\n  ${Array.from({ length: 8 }, () => 'word').join(' ')}\nb:\n- x\n- c: y\n  d: 1\nempty: []\n`,
  );
});
