import { describe, expect, it } from 'vitest';
import { errorFromResponse } from './from-response.ts';
import * as guards from './guards.ts';

const from = (status: number, body: unknown = {}, resetAt?: Date) =>
  errorFromResponse({ status, method: 'PUT', url: 'https://zenodo.org/api/records/1/draft', body }, resetAt);

it.each([
  [400, 'validation', guards.isValidationError],
  [401, 'authentication', guards.isAuthenticationError],
  [403, 'permission', guards.isPermissionError],
  [404, 'not_found', guards.isNotFoundError],
  [409, 'conflict', guards.isConflictError],
  [410, 'gone', guards.isGoneError],
  [412, 'stale_revision', guards.isStaleRevisionError],
  [429, 'rate_limited', guards.isRateLimitError],
  [500, 'server', guards.isServerError],
  [504, 'server', guards.isServerError],
] as const)('%d becomes %s', (status, code, guard) => {
  const error = from(status);
  expect(error).toMatchObject({ status, code, method: 'PUT' });
  expect(guard(error)).toBe(true);
  expect(guards.isZenodoApiError(error)).toBe(true);
  expect(error.message).toMatch(/\.$/);
});

describe('a message', () => {
  it('names the first fields, and how many more there are', () => {
    const errors = ['title', 'creators', 'rights', 'dates'].map((field) => ({ field: `metadata.${field}`, messages: ['Missing data.'] }));
    const error = from(400, { status: 400, message: 'A validation error occurred.', errors });
    expect(error.message).toContain('title (metadata.title): Missing data. creators (metadata.creators): Missing data.');
    expect(error.message).toContain('and 1 more');
    expect(error).toMatchObject({ issues: errors });
  });

  it('is no page of HTML', () => {
    const error = from(504, '<html><h1>Gateway Time-out</h1></html>');
    expect(error.message).not.toContain('<');
    expect(error.body).toContain('Gateway');
  });

  it('says when the rate limit opens', () => {
    expect(from(429, {}, new Date(0)).message).toContain('1970-01-01T00:00:00.000Z');
  });
});

describe('guards', () => {
  it('know the errors of another copy of this package by their brand', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('zenodo-connect.error')]: true, code: 'not_found', status: 404 });
    expect(guards.isNotFoundError(foreign)).toBe(true);
    expect(guards.isServerError(foreign)).toBe(false);
  });

  it('take nothing else', () => {
    for (const value of [undefined, null, 'not_found', { code: 'not_found' }, new Error('not_found')]) {
      expect(guards.isZenodoError(value)).toBe(false);
    }
  });
});
