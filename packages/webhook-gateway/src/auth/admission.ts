import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problems/problem.ts';

/** What a check gets to see of a request before its body comes. */
export interface Sending {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The address behind the trusted proxies. */
  readonly address: string;
  /** Whether the peer itself is a listed proxy, whose word on certificates counts. */
  readonly viaProxy: boolean;
  /** SHA-256 of the certificate that the peer itself showed on our TLS, in hex without colons. */
  readonly certificate: string | undefined;
  readonly now: Date;
}

/** Looks at the body on its way; the body counts only once `finish` was content. */
export interface BodyCheck {
  update(chunk: Uint8Array): void;
  /** @throws {Problem} `unauthorized`, `clock-skew` */
  finish(): void | Promise<void>;
}

/** A sender that was let in, and what of its request may be believed. */
export interface Admission {
  /** Headers that may say something: all of them for who proved itself, the signed ones for who signed. */
  readonly headers: IncomingHttpHeaders;
  readonly body?: BodyCheck;
  /** The sender's own name of this delivery: the same one again is the same work. */
  readonly deliveryId?: string;
  /** Whether the sender is a service that sends events of many kinds: those that no recipe wants are no mistake of its. */
  readonly provider?: boolean;
}

export interface SenderCheck {
  /** @throws {Problem} `unauthorized` */
  admit(sending: Sending): Admission | Promise<Admission>;
}

/** The same answer whatever was missing or wrong: it tells nobody how near a guess came. */
export function unauthorized(): Problem {
  return new Problem(
    'unauthorized',
    'The request has no valid token or signature.',
    'Send "Authorization: Bearer gwi_…" with a token made by `zenodo-gateway token add ROUTE`, or sign as the recipe of the route says.',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

/** Only told to who knows the secret: a wrong clock is hard to find otherwise. */
export function clockSkew(sent: Date, now: Date, toleranceS: number): Problem {
  const detail = `The signature is right, but it was made at ${sent.toISOString()} and it is ${now.toISOString()} here; ${toleranceS} seconds are tolerated.`;
  return new Problem('clock-skew', detail, 'Set the clock of the sender, or raise auth.clock_tolerance_s in the recipe.');
}

/** A header that decides who somebody is must be there once. */
export function onlyHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const idPattern = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * The name that a sender gave to this delivery; undefined when it gave none. One with a dot in it could move the border between the
 * parts that are signed.
 *
 * @throws {Problem} `bad-header`, which says what an id may be and nothing of the signature
 */
export function deliveryIdIn(headers: IncomingHttpHeaders, name: string): string | undefined {
  const id = onlyHeader(headers, name);
  if (id === undefined || idPattern.test(id)) return id;
  throw new Problem('bad-header', `The header ${name} is no id.`, 'Send 1 to 128 letters, digits, - and _.');
}

/** The headers that are about the body itself, with those that were signed. */
export function trustedHeaders(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  const kept = ['content-type', 'content-length', 'content-digest', 'repr-digest', 'x-checksum-sha256', 'accept', ...names];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name)));
}
