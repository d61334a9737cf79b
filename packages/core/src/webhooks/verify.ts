import { ConfigurationError } from '../errors/configuration-error.ts';
import { WebhookVerificationError } from '../errors/webhook-verification-error.ts';
import { type Verifier, verifierOf } from './keys.ts';
import { idPattern, mostSignatures, signedContent } from './sign.ts';

export interface WebhookToVerify {
  /** Names in lower case, as Node gives them. A header that came twice must be given as a list, or is refused by its form. */
  readonly headers: Readonly<{ [name: string]: string | readonly string[] | undefined }>;
  /** The bytes as they came, before any parsing. */
  readonly body: Uint8Array;
  /** All that are valid now: `whsec_…` for v1, `whpk_…` for v1a. */
  readonly secrets: string | readonly string[];
  readonly now: Date;
  /** Seconds that the timestamp may lie before or after `now`. Default 300. */
  readonly windowSeconds?: number;
}

export interface VerifiedWebhook {
  readonly id: string;
  readonly timestamp: Date;
}

/**
 * Checks a message of Standard Webhooks (v1 and v1a) over its raw bytes, in constant time for a signature of the right form.
 *
 * @throws {WebhookVerificationError} with `reason`: missing, malformed, stale, future, mismatch
 * @throws {ConfigurationError} a secret is none
 */
export function verifyWebhook({ headers, body, secrets, now, windowSeconds = 300 }: WebhookToVerify): VerifiedWebhook {
  const keys = (typeof secrets === 'string' ? [secrets] : secrets).map(verifierOf);
  if (keys.length === 0) throw new ConfigurationError('Give at least one webhook secret.');
  const [id, seconds, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => only(headers[name]));
  if (!id || !seconds || !given) throw new WebhookVerificationError('missing');
  if (!idPattern.test(id) || !/^\d{10}$/.test(seconds)) throw new WebhookVerificationError('malformed');
  const signatures = signaturesIn(given);
  const age = now.getTime() / 1000 - Number(seconds);
  if (age > windowSeconds) throw new WebhookVerificationError('stale');
  if (age < -windowSeconds) throw new WebhookVerificationError('future');
  const content = signedContent(id, seconds, body);
  // No early end: how long it takes does not tell which key or signature came near.
  const matches = signatures.flatMap((signature) => keys.map((key) => fits(key, content, signature)));
  if (!matches.includes(true)) throw new WebhookVerificationError('mismatch');
  return { id, timestamp: new Date(Number(seconds) * 1000) };
}

interface Signature {
  readonly version: Verifier['version'];
  readonly bytes: Buffer;
}

const fits = (key: Verifier, content: Buffer, { version, bytes }: Signature): boolean =>
  version === key.version && key.fits(content, bytes);

/** Canonical base64 of 32 and of 64 bytes: unused bits are 0, and the padding is there. */
const forms = { v1: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, v1a: /^[A-Za-z0-9+/]{85}[AQgw]==$/ } as const;

/** The v1 and v1a signatures; those of other versions are skipped, so that senders can add them. */
function signaturesIn(header: string): Signature[] {
  const parts = header.split(' ', mostSignatures + 1);
  if (parts.length > mostSignatures) throw new WebhookVerificationError('malformed');
  return parts.flatMap((part) => {
    const [, version = '', signature = ''] = /^(v\d{1,3}[a-z]?),([A-Za-z0-9+/=_-]+)$/.exec(part) ?? [];
    if (version === '') throw new WebhookVerificationError('malformed');
    if (version !== 'v1' && version !== 'v1a') return [];
    if (!forms[version].test(signature)) throw new WebhookVerificationError('malformed');
    return [{ version, bytes: Buffer.from(signature, 'base64') }];
  });
}

function only(value: string | readonly string[] | undefined): string | undefined {
  if (typeof value === 'string' || value === undefined) return value;
  if (value.length > 1) throw new WebhookVerificationError('malformed');
  return value[0];
}
