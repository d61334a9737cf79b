import { expect, it } from 'vitest';
import { matchSchema } from './match-schema.ts';
import { mismatch } from './matcher.ts';

const payload = { file: { name: 'scan42.xy' }, dataset: 'S-2291', meta: { state: 'final', temperature: '295', count: 3 } };

it.each([
  ['a plain value', { 'meta.state': 'final' }, true],
  ['another value', { 'meta.state': 'raw' }, false],
  ['one of several endings', { 'file.name': { $endsWith: ['.raw', '.xy'] } }, true],
  ['none of the endings', { 'file.name': { $endsWith: '.raw' } }, false],
  ['a beginning', { dataset: { $startsWith: 'S-' } }, true],
  ['a part', { 'file.name': { $contains: '42' } }, true],
  ['a number that came as text', { 'meta.temperature': { $gt: 290, $lte: 295 } }, true],
  ['a number out of range', { 'meta.temperature': { $lt: 295 } }, false],
  ['a missing value that must differ', { 'meta.kind': { $neq: 'calibration' } }, true],
  ['a missing value that must be there', { 'meta.kind': { $exists: true } }, false],
  ['a list', { 'meta.state': { $in: ['final', 'raw'] } }, true],
  ['a list that excludes', { 'meta.state': { $nin: ['final'] } }, false],
  ['a number written as such', { 'meta.temperature': 295 }, true],
  ['what every object inherits', { 'meta.constructor': { $exists: true } }, false],
  ['a prototype', { 'meta.__proto__': { $exists: true } }, false],
] as const)('%s', (_name, match, holds) => {
  expect(mismatch(matchSchema.parse(match), payload) === undefined).toBe(holds);
});

it('says which line does not hold', () => {
  expect(mismatch({ 'file.name': { $endsWith: ['.raw'] } }, payload)).toBe(
    'file.name is "scan42.xy", and the recipe takes $endsWith [".raw"]',
  );
});

it('refuses an operator it does not know', () => {
  expect(matchSchema.safeParse({ 'file.name': { $regex: '(a+)+' } }).success).toBe(false);
});
