import { expect, test } from 'vitest';
import { NATIVE, negotiate, RECORD_TYPES } from './negotiation.ts';

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  [NATIVE, NATIVE],
  [`application/json;q=0.1, ${NATIVE}`, NATIVE],
  ['text/html, */*;q=0.1', 'application/json'],
])('Accept: %s is served as %s', (accept, type) => expect(negotiate(accept, RECORD_TYPES)).toBe(type));

test.each(['application/*', 'text/html', 'application/json;charset=utf-8'])('Accept: %s fits nothing', (accept) => {
  expect(() => negotiate(accept, RECORD_TYPES)).toThrow("Invalid 'Accept' header. Expected one of: application/json, ");
});
