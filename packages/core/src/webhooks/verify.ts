import { timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { WebhookVerificationError } from '../errors/webhook-verification-error.ts';
import { secretBytes } from './secrets.ts';
import { digest, idPattern } from './sign.ts';

export interface WebhookToVerify {
  /** Names in lower case, as Node gives them. A header that came twice must be given as a list, or is refused by its form. */
  readonly headers: Readonly<{ [name: string]: string | readonly string[] | undefined }>;
  /** The bytes as they came, before any parsing. */
  readonly body: Uint8Array;
  /** All that are valid now. */
  readonly secrets: string | readonly string[];
  readonly now: Date;
  /** Seconds that the timestamp may lie before or after `now`. Default 300. */
  readonly windowSeconds?: number;
}

export interface VerifiedWebhook {
  readonly id: string;
  readonly timestamp: Date;
}

const mostSignatures = 10;

/**
 * Checks a message of Standard Webhooks v1 over its raw bytes, in constant time for a signature of the right form.
 *
 * @throws {WebhookVerificationError} with `reason`: missing, malformed, stale, future, mismatch
 * @throws {ConfigurationError} a secret is none
 */
export function verifyWebhook({ headers, body, secrets, now, windowSeconds = 300 }: WebhookToVerify): VerifiedWebhook {
  const keys = (typeof secrets === 'string' ? [secrets] : secrets).map(secretBytes);
  if (keys.length === 0) throw new ConfigurationError('Give at least one webhook secret.');
  const [id, seconds, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => only(headers[name]));
  if (!id || !seconds || !given) throw new WebhookVerificationError('missing');
  if (!idPattern.test(id) || !/^\d{10}$/.test(seconds)) throw new WebhookVerificationError('malformed');
  const signatures = signaturesIn(given);
  const age = now.getTime() / 1000 - Number(seconds);
  if (age > windowSeconds) throw new WebhookVerificationError('stale');
  if (age < -windowSeconds) throw new WebhookVerificationError('future');
  const wanted = keys.map((key) => digest(key, id, seconds, body));
  // No early end: how long it takes does not tell which secret or signature came near.
  const matches = signatures.map((signature) => wanted.map((digest) => timingSafeEqual(digest, signature)).includes(true));
  if (!matches.includes(true)) throw new WebhookVerificationError('mismatch');
  return { id, timestamp: new Date(Number(seconds) * 1000) };
}

/** The v1 signatures; those of other versions are skipped, so that senders can add them. */
function signaturesIn(header: string): Buffer[] {
  const parts = header.split(' ', mostSignatures + 1);
  if (parts.length > mostSignatures) throw new WebhookVerificationError('malformed');
  if (!parts.every((part) => /^v\d{1,3}[a-z]?,[A-Za-z0-9+/=_-]+$/.test(part))) throw new WebhookVerificationError('malformed');
  // 32 bytes in canonical base64: 42 digits, one that has its last two bits 0, and the padding.
  const ours = parts.filter((part) => part.startsWith('v1,')).map((part) => part.slice(3));
  if (!ours.every((part) => /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(part))) throw new WebhookVerificationError('malformed');
  return ours.map((part) => Buffer.from(part, 'base64'));
}

function only(value: string | readonly string[] | undefined): string | undefined {
  if (typeof value === 'string' || value === undefined) return value;
  if (value.length > 1) throw new WebhookVerificationError('malformed');
  return value[0];
}
