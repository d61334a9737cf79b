import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { depositUrn, depositUrnsOf, isDepositUrn } from './deposit-key.ts';
import { ensureDoi, isDoi, parseDoi } from './doi.ts';
import { compareRecordIds, ensureRecordId, isRecordId } from './record-id.ts';

describe('a DOI', () => {
  it.each(['10.5281/zenodo.1', 'doi:10.5281/zenodo.1', 'https://doi.org/10.5281/zenodo.1', ' http://dx.doi.org/10.5281/zenodo.1 '])(
    'is found in %j',
    (text) => expect(parseDoi(text)).toBe('10.5281/zenodo.1'),
  );

  it.each(['', '10.5281', '11.5281/x', 'zenodo.1', '10.5281/a b'])('is not in %j', (text) => {
    expect(isDoi(text)).toBe(false);
    expect(() => ensureDoi(text)).toThrow(/no DOI/);
  });
});

describe('a record id', () => {
  it.each(['1', '1234567', 'abcde-12345'])('may be %s', (id) => expect(ensureRecordId(id)).toBe(id));

  it.each(['', '../1', '1/draft', '10.5281/zenodo.1', 'https://zenodo.org/records/1', '-1'])('is not %j', (id) => {
    expect(isRecordId(id)).toBe(false);
    expect(() => ensureRecordId(id)).toThrow(/no record id/);
  });

  it('is older when it is the smaller number', () => {
    expect(['1000', '99', '998'].sort(compareRecordIds)).toEqual(['99', '998', '1000']);
  });
});

describe('the key of a deposit', () => {
  it('is a URN of 32 hex digits over account and key', () => {
    const digest = createHash('sha256').update('["","xrd/S-2291"]').digest('hex');
    expect(depositUrn('', 'xrd/S-2291')).toBe(`urn:zenodo-connect:${digest.slice(0, 32)}`);
  });

  it('does not meet that of another account', () => {
    expect(depositUrn('a', 'bc')).not.toBe(depositUrn('ab', 'c'));
  });

  it('is told from other identifiers', () => {
    const urn = depositUrn('', 'x');
    expect(depositUrnsOf([{ identifier: 'urn:nbn:de:1' }, { identifier: urn }, { identifier: 'urn:zenodo-connect:short' }])).toEqual([urn]);
    expect(isDepositUrn(`${urn}0`)).toBe(false);
  });
});
