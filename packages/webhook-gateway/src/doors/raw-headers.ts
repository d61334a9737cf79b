import type { IncomingHttpHeaders } from 'node:http';
import type { Admission } from '../auth/admission.ts';
import { Problem } from '../problems/problem.ts';

const metaPrefix = 'x-meta-';

/** Node hands header bytes over as latin1; instruments send UTF-8 or latin1. */
function headerText(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}

export function optionalHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? headerText(value) : undefined;
}

/** `X-Meta-Operator: MC` is `meta.operator`; the values are text. */
export function metaOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).filter(([name, value]) => name.startsWith(metaPrefix) && typeof value === 'string');
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(metaPrefix.length), headerText(String(value))]));
}

/** What names this delivery: the sender's own id where it has signed one, the header otherwise. */
export function keyOf({ deliveryId, headers }: Admission): string | undefined {
  return deliveryId ?? idempotencyKeyOf(headers);
}

/** Quoted or bare, 1 to 255 printable characters. @throws {Problem} `bad-header` */
function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['idempotency-key'];
  if (value === undefined) return undefined;
  const key = /^"(.*)"$/.exec(String(value))?.[1] ?? String(value);
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem('bad-header', 'The Idempotency-Key cannot be used.', 'Send 1 to 255 printable ASCII characters, or leave it out.');
}
