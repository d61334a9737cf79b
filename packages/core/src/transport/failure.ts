import type { Settled } from '../types/settled.ts';
import type { TransportReply } from './transport.ts';

/** `own`: the failure is the caller's (a file that cannot be read). */
export type Outcome = Settled<TransportReply> & { readonly own?: boolean };

/**
 * What can become of a try:
 * `unsent`: no connection came about, so that the server saw nothing · `untrusted`: its certificate was refused ·
 * `lost`: no answer came, and what the server did is unknown · `limited`: 429 · `unavailable`: 503 · `troubled`: another
 * status of a server or gateway in trouble · `refused`: an answer that would be the same the next time · `own`: ours.
 */
export type Failure = 'unsent' | 'untrusted' | 'lost' | 'limited' | 'unavailable' | 'troubled' | 'refused' | 'own';

const unsentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const untrusted = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)/;
const troubled = new Set([408, 500, 502, 504]);
const timeoutCodes = new Set(['ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** What became of a try; undefined for a success or a redirect. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.own) return 'own';
  if (!outcome.ok) return withoutAnswer(codeOf(outcome.error));
  const { status } = outcome.value;
  if (status < 400) return undefined;
  if (status === 429) return 'limited';
  if (status === 503) return 'unavailable';
  return troubled.has(status) ? 'troubled' : 'refused';
}

export function isTimeout(error: unknown): boolean {
  return (error instanceof Error && error.name === 'TimeoutError') || timeoutCodes.has(codeOf(error));
}

function withoutAnswer(code: string): Failure {
  if (unsentCodes.has(code)) return 'unsent';
  return untrusted.test(code) ? 'untrusted' : 'lost';
}

const codeOf = (error: unknown): string => (error instanceof Error ? String((error as { code?: unknown }).code) : '');
