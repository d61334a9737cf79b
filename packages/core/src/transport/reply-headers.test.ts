import { describe, expect, it } from 'vitest';
import { msUntilReset, serverDelayMs, toldOf } from './reply-headers.ts';

const now = Date.UTC(2026, 10, 25, 12);
const reply = (status: number, headers: Record<string, string>) => ({ status, headers, body: undefined });

describe('the wait that a server asks for', () => {
  it('is none on a success, although Zenodo sends Retry-After on every answer', () => {
    expect(serverDelayMs(reply(200, { 'retry-after': '58' }), now)).toBeUndefined();
    expect(serverDelayMs(reply(500, { 'retry-after': '58' }), now)).toBeUndefined();
  });

  it('is Retry-After in seconds or as a date', () => {
    expect(serverDelayMs(reply(503, { 'retry-after': '7' }), now)).toBe(7000);
    expect(serverDelayMs(reply(503, { 'retry-after': 'Wed, 25 Nov 2026 12:00:09 GMT' }), now)).toBe(9000);
  });

  it('is the longer one of Retry-After and the reset of the window', () => {
    const headers = { 'retry-after': '3', 'x-ratelimit-reset': String(now / 1000 + 20) };
    expect(serverDelayMs(reply(429, headers), now)).toBe(20_000);
  });

  it("is measured against the server's clock, not ours", () => {
    const headers = { date: 'Wed, 25 Nov 2026 11:00:00 GMT', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 25, 11, 0, 30) / 1000) };
    expect(msUntilReset(reply(429, headers), now)).toBe(30_000);
  });

  it('Q-09 is a minute when a 429 does not say, and a day at most', () => {
    expect(serverDelayMs(reply(429, {}), now)).toBe(60_000);
    expect(serverDelayMs(reply(429, { 'retry-after': '999999' }), now)).toBe(24 * 3_600_000);
    expect(serverDelayMs(reply(429, { 'retry-after': '-5' }), now)).toBe(60_000);
    expect(serverDelayMs(reply(429, { 'retry-after': 'soon' }), now)).toBe(60_000);
    expect(serverDelayMs(reply(429, { 'retry-after': 'Fri, 25 Nov 2036 12:00:00 GMT' }), now)).toBe(24 * 3_600_000);
    expect(serverDelayMs(reply(429, { 'retry-after': 'Wed, 25 Nov 2016 12:00:00 GMT' }), now)).toBeLessThanOrEqual(60_000);
  });
});

describe('what an answer tells of the rate limit', () => {
  it('is in its headers', () => {
    const headers = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': String(now / 1000 + 20) };
    expect(toldOf(reply(200, headers), now)).toEqual({ limit: 1000, remaining: 7, opensAt: now + 20_000 });
  });

  it('of a 429 is that nothing is left, whatever it says remains, and without headers too', () => {
    const headers = { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now / 1000 + 20) };
    expect(toldOf(reply(429, headers), now)).toEqual({ remaining: 0, opensAt: now + 20_000 });
    expect(toldOf(reply(429, {}), now)).toEqual({ remaining: 0, opensAt: now + 60_000 });
  });

  it('is nothing without headers', () => {
    expect(toldOf(reply(200, {}), now)).toBeNull();
    expect(toldOf(reply(200, { 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon' }), now)).toBeNull();
    expect(toldOf(reply(502, {}), now)).toBeUndefined();
  });
});
