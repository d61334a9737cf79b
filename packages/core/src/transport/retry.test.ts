import { describe, expect, it } from 'vitest';
import { backoffMs, isPassingStatus, msUntilReset, serverDelayMs } from './retry.ts';

const now = Date.UTC(2026, 10, 25, 12);
const reply = (status: number, headers: Record<string, string>) => ({ status, headers, body: undefined });

it('only a server or gateway in trouble is asked again', () => {
  expect([200, 400, 401, 403, 404, 409, 412, 429, 501].filter(isPassingStatus)).toEqual([]);
  expect([408, 500, 502, 503, 504].every(isPassingStatus)).toBe(true);
});

describe('backoff', () => {
  it('doubles, and ends at half a minute', () => {
    expect([1, 2, 3, 4, 20].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000]);
  });

  it('is spread over the upper half, so that clients part', () => {
    expect(backoffMs(3, () => 0)).toBe(1000);
    expect(backoffMs(3, () => 0.5)).toBe(1500);
  });
});

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

  it('is a minute when a 429 does not say, and a day at most', () => {
    expect(serverDelayMs(reply(429, {}), now)).toBe(60_000);
    expect(serverDelayMs(reply(429, { 'retry-after': '999999' }), now)).toBe(24 * 3_600_000);
    expect(serverDelayMs(reply(429, { 'retry-after': '-5' }), now)).toBe(60_000);
  });
});
