import { headerOf } from './reply-headers.ts';
import type { TransportReply } from './transport.ts';

/** More hops than any server needs are a ring. */
export const longestChain = 5;

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer leads; undefined when it leads nowhere, to another protocol than http(s), or from https into the open.
 */
export function redirectOf(reply: TransportReply, from: string): URL | undefined {
  const location = redirects.has(reply.status) ? headerOf(reply, 'location') : undefined;
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  if (target.protocol !== 'https:' && (target.protocol !== 'http:' || from.startsWith('https:'))) return undefined;
  target.hash = '';
  target.username = '';
  target.password = '';
  return target;
}
