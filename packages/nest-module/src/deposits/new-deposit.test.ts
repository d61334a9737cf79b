import { describe, expect, it } from 'vitest';
import type { NewDeposit } from './job.ts';
import { checkNewDeposit, InvalidDepositError, jobIdOf } from './new-deposit.ts';

const file = { key: 'scan.xy', size: 3, md5: '900150983cd24fb0d6963f7d28e17f72', ref: 'path:/spool/1' };
const deposit = { key: 'xrd/S-2291', metadata: {}, files: [file] } as unknown as NewDeposit;

describe('a new deposit', () => {
  it('is taken as it is', () => {
    expect(() => checkNewDeposit(deposit)).not.toThrow();
  });

  it.each([
    ['an empty key', { key: '' }, 'key of a deposit'],
    ['a key with NUL', { key: 'a\0b' }, 'without NUL'],
    ['a key with a lone surrogate', { key: 'a\ud800' }, 'key of a deposit'],
    ['an empty series', { series: '' }, 'series of a deposit'],
    ['no metadata', { metadata: null }, 'needs metadata'],
    ['an empty file', { files: [{ ...file, size: 0 }] }, '"scan.xy" has no bytes'],
    ['a file without MD5', { files: [{ ...file, md5: 'ABC' }] }, '32 small hex digits'],
    ['a file without a ref', { files: [{ ...file, ref: '' }] }, 'no ref'],
    ['two files of one name', { files: [file, file] }, 'Two files are called "scan.xy"'],
  ])('with %s is refused in a sentence', (_, change, words) => {
    const check = () => checkNewDeposit({ ...deposit, ...change } as NewDeposit);
    expect(check).toThrow(InvalidDepositError);
    expect(check).toThrow(words);
  });

  it('gets the same id for the same key, and another for another', () => {
    expect(jobIdOf('a')).toBe(jobIdOf('a'));
    expect(jobIdOf('a')).toMatch(/^[0-9a-f]{32}$/);
    expect(jobIdOf('b')).not.toBe(jobIdOf('a'));
  });
});
