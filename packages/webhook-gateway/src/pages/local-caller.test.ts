import { expect, it } from 'vitest';
import { isLocalCaller } from './local-caller.ts';

it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect(isLocalCaller({}, address)).toBe(true);
});

it.each(['10.0.0.5', '192.168.1.127', '203.0.113.9', '::ffff:10.0.0.5', '2001:db8::1', '1270.0.0.1', undefined])('%s is not', (address) => {
  expect(isLocalCaller({}, address)).toBe(false);
});

it('a caller that a proxy speaks for is not', () => {
  expect(isLocalCaller({ 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1')).toBe(false);
  expect(isLocalCaller({ forwarded: 'for=127.0.0.1' }, '127.0.0.1')).toBe(false);
});
