import { createHmac, timingSafeEqual } from 'node:crypto';
import { OaiProblem } from './envelope.ts';

/** How long a token holds. */
export const TOKEN_LIFE_MS = 120_000;

/** Where a harvest goes on: the arguments of its first call, and the page that comes next. */
export interface Resumption {
  readonly given: Readonly<Record<string, string>>;
  readonly page: number;
}

/** A token that only this server can make, with the time until which it holds. */
export function resumptionToken(resumption: Resumption, key: string, now: number): string {
  const text = Buffer.from(JSON.stringify({ ...resumption, until: now + TOKEN_LIFE_MS })).toString('base64url');
  return `${text}.${signature(text, key)}`;
}

/** @throws {OaiProblem} the token is not one of ours, or is too old */
export function readResumptionToken(token: string, key: string, now: number): Resumption {
  const [text = '', signed = ''] = token.split('.');
  const expected = Buffer.from(signature(text, key));
  const given = Buffer.from(signed);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw badToken();
  const { until, ...resumption } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Resumption & { until: number };
  if (now > until) throw badToken();
  return resumption;
}

function badToken(): OaiProblem {
  return new OaiProblem('badResumptionToken', 'The value of the resumptionToken argument is invalid or expired.');
}

function signature(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
