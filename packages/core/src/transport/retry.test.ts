import { describe, expect, it } from 'vitest';
import { type Failure, failureOf } from './failure.ts';
import { again, backoffMs } from './retry.ts';

const answered = (status: number) => failureOf({ ok: true, value: { status, headers: {}, body: undefined } });
const failed = (code: string) => failureOf({ ok: false, error: Object.assign(new Error(code), { code }) });

describe('a failure is told apart by what it says of the server', () => {
  it.each<[string, Failure | undefined, Failure | undefined]>([
    ['200', answered(200), undefined],
    ['302', answered(302), undefined],
    ['400', answered(400), 'refused'],
    ['412', answered(412), 'refused'],
    ['501', answered(501), 'refused'],
    ['408', answered(408), 'troubled'],
    ['500', answered(500), 'troubled'],
    ['504', answered(504), 'troubled'],
    ['503', answered(503), 'unavailable'],
    ['429', answered(429), 'limited'],
    ['a refused connection', failed('ECONNREFUSED'), 'unsent'],
    ['an unknown host', failed('ENOTFOUND'), 'unsent'],
    ['a reset', failed('ECONNRESET'), 'lost'],
    ['a time-out', failed('UND_ERR_HEADERS_TIMEOUT'), 'lost'],
    ['a certificate of nobody', failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'untrusted'],
  ])('%s', (_name, is, wanted) => {
    expect(is).toBe(wanted);
  });
});

it('what makes something goes again only when nothing was done', () => {
  const goesAgain = (failure: Failure) => again({ method: 'POST' }, failure) !== 'never';
  const all: Failure[] = ['unsent', 'lost', 'limited', 'unavailable', 'troubled', 'untrusted', 'refused', 'own'];
  expect(all.filter(goesAgain)).toEqual(['unsent', 'limited']);
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
