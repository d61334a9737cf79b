import { ConfigurationError } from '../errors/configuration-error.ts';
import { signerOf } from './keys.ts';

/** An id with a dot could move the border between id, time and body without changing the signed bytes. */
export const idPattern = /^[A-Za-z0-9_-]{1,128}$/;

/** More are not looked at. */
export const mostSignatures = 10;

export interface WebhookToSign {
  /** The same for every try of one message: letters, digits, `_` and `-`, up to 128. */
  readonly id: string;
  readonly timestamp: Date;
  /** The very bytes that are sent; a string is its UTF-8. */
  readonly body: Uint8Array | string;
  /**
   * `whsec_…` signs by HMAC-SHA256 (v1), `whsk_…` by ed25519 (v1a). One, or several: both versions for receivers of either
   * kind, the new and the old one while they are changed. Each adds a signature; receivers look at ten.
   */
  readonly secrets: string | readonly string[];
}

export type WebhookHeaders = { readonly 'webhook-id': string; readonly 'webhook-timestamp': string; readonly 'webhook-signature': string };

/**
 * The three headers of Standard Webhooks (v1 and v1a) for a message.
 *
 * @throws {ConfigurationError} the id, the time or a secret cannot be signed with
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook({ id, timestamp, body, secrets }: WebhookToSign): WebhookHeaders {
  if (!idPattern.test(id)) throw new ConfigurationError('A webhook id may have letters, digits, "_" and "-", up to 128 of them.');
  const seconds = String(Math.floor(timestamp.getTime() / 1000));
  if (!/^\d{10}$/.test(seconds)) throw new ConfigurationError('A webhook timestamp must be a date between 2001 and 2286.');
  const all = typeof secrets === 'string' ? [secrets] : secrets;
  if (all.length === 0) throw new ConfigurationError('Give at least one webhook secret.');
  if (all.length > mostSignatures) throw new ConfigurationError(`A webhook may have ${mostSignatures} signatures; give fewer secrets.`);
  const content = signedContent(id, seconds, body);
  const signatures = all.map(signerOf).map(({ version, sign }) => `${version},${sign(content).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

/** `id.timestamp.` and the raw bytes; text is never decoded, so two bodies cannot become one. */
export function signedContent(id: string, seconds: string, body: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${seconds}.`), typeof body === 'string' ? Buffer.from(body) : body]);
}
