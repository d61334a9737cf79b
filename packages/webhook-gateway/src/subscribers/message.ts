import { createHash } from 'node:crypto';
import { signWebhook } from '@zenodo-connect/core/webhooks';
import type { Delivery } from '../tables/outbox.ts';
import type { Subscription } from './subscription.ts';

/** What is sent: the bytes that are signed, and every header but the transport's own. */
export interface Message {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface CloudEvent {
  readonly [attribute: string]: unknown;
  readonly id: string;
  readonly data: unknown;
}

/**
 * An event as its subscriber wants it, signed with each of its secrets over the bytes that are sent. The id and the time
 * stand in the headers too, so that a body without them is signed together with them.
 *
 * @param eventUrl - where a thin event's receiver reads the whole one
 */
export function messageOf(
  { eventId, body, attempts }: Pick<Delivery, 'eventId' | 'body' | 'attempts'>,
  { format, secrets, header }: Pick<Subscription, 'format' | 'secrets' | 'header'>,
  { now, eventUrl }: { readonly now: number; readonly eventUrl: string },
): Message {
  const { bytes, headers } = formed(body, format, eventUrl);
  return {
    bytes,
    headers: {
      ...headers,
      'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
      'accept-encoding': 'identity',
      'user-agent': 'zenodo-connect-gateway',
      'gateway-attempt': String(attempts + 1),
      // Without a secret, the id and the time still tell doubles and old messages.
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      ...(secrets.length > 0 && signWebhook({ id: eventId, timestamp: new Date(now), body: bytes, secrets })),
      ...(header && { [header.name.toLowerCase()]: header.value }),
    },
  };
}

function formed(body: string, format: Subscription['format'], eventUrl: string): Message {
  if (format === 'combined') return { bytes: Buffer.from(body), headers: { 'content-type': 'application/json' } };
  if (format === 'cloudevents-structured')
    return { bytes: Buffer.from(body), headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } };
  const { data, ...attributes } = JSON.parse(body) as CloudEvent;
  if (format === 'thin')
    return { bytes: Buffer.from(JSON.stringify({ ...attributes, dataref: eventUrl })), headers: { 'content-type': 'application/json' } };
  const { datacontenttype, ...others } = attributes;
  const headers = Object.entries(others).map(([name, value]) => [`ce-${name}`, headerText(String(value))] as const);
  return {
    bytes: Buffer.from(JSON.stringify(data)),
    headers: { ...Object.fromEntries(headers), 'content-type': String(datacontenttype ?? 'application/json') },
  };
}

/** The percent encoding of the HTTP binding of CloudEvents 1.0: what is not printable ASCII, the space, `"` and `%`. */
const headerText = (text: string): string => text.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (char) => encodeURIComponent(char.toWellFormed()));
