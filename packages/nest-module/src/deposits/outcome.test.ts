import {
  ConfigurationError,
  ConnectionError,
  DepositError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  ValidationError,
} from '@zenodo-connect/core';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../store/store-errors.ts';
import { verdictOn } from './outcome.ts';

const reply = (status: number) => ({ status, method: 'POST', url: 'https://zenodo.org/api/records', body: undefined });
const systemError = (code: string) => Object.assign(new Error(`${code}: no`), { code });
const stopped = (cause: unknown) => new DepositError('drafted', '7', cause);

describe('tried again by itself', () => {
  it.each([
    [new ConnectionError('POST /api/records', systemError('ECONNREFUSED')), 'Zenodo did not answer (connection refused).'],
    [
      new ConnectionError('POST /api/records', new AggregateError([systemError('ENOTFOUND')])),
      'Zenodo did not answer (its name was not found).',
    ],
    [new ConnectionError('POST /api/records', new Error('odd')), 'Zenodo did not answer (connection failed).'],
    [new TimeoutError('POST /api/records', undefined), 'Zenodo did not answer in time.'],
    [new ServerError(reply(503), 'POST /api/records answered 503'), 'POST /api/records answered 503.'],
    [new StoreError('locked', 'The database is locked.'), 'The database is locked.'],
    [systemError('ENOSPC'), 'The disk is full: ENOSPC: no.'],
  ])('%s', (error, problem) => {
    expect(verdictOn(stopped(error))).toMatchObject({ kind: 'later', problem });
  });

  it('a reached rate limit, and not before it opens', () => {
    const opens = new Date('2026-11-25T14:05:00Z');
    expect(verdictOn(stopped(new RateLimitError(reply(429), opens)))).toMatchObject({
      kind: 'later',
      problem: 'Zenodo asked us to wait until 14:05:00 UTC.',
      notBefore: opens,
    });
    expect(verdictOn(new RateLimitError(reply(429), undefined))).toMatchObject({ kind: 'later', problem: 'Zenodo asked us to wait.' });
  });
});

describe('left to a person', () => {
  it('refused metadata, field by field, the first five', () => {
    const issues = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((field) => ({ field: `metadata.${field}`, messages: ['Missing.', 'Wrong.'] }));
    const { kind, problem } = verdictOn(stopped(new ValidationError(reply(400), 'A validation error occurred.', issues)));
    expect(kind).toBe('person');
    expect(problem).toMatch(
      /^Zenodo does not take the metadata\. metadata\.a: Missing\. Wrong; .*metadata\.e: Missing\. Wrong and 2 more\.$/,
    );
  });

  it.each([
    [new ValidationError(reply(400), 'Zenodo refused it', []), 'Zenodo refused it.'],
    [new PermissionError(reply(403), 'Not allowed; check the token.'), 'Not allowed; check the token.'],
    [new ConfigurationError('"dataciteUrl" is missing.'), '"dataciteUrl" is missing.'],
    [systemError('ENOENT'), 'ENOENT: no.'],
    ['thrown text', 'thrown text.'],
  ])('%s', (error, problem) => {
    expect(verdictOn(stopped(error))).toMatchObject({ kind: 'person', problem });
  });
});
