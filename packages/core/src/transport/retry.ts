import type { TransportReply } from './transport.ts';

const firstDelayMs = 500;
const longestDelayMs = 30_000;
const longestWaitMs = 24 * 3_600_000;
const defaultWaitMs = 60_000;
/** The window's end is told in whole seconds. */
const shortestWaitMs = 1000;

/** Statuses of a server or a gateway in trouble. 501 and 505 would be the same the next time. */
export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 500 || status === 502 || status === 503 || status === 504;
}

/** Milliseconds before try number `attempt` (1 for the first repetition): doubling, spread over its upper half so that clients part. */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  return Math.round(full / 2 + (full / 2) * random());
}

/**
 * Milliseconds until the server wants to be asked again, for a 429 or 503; undefined when it does not say.
 *
 * Zenodo sends `Retry-After` on every answer, so it counts on these two alone. `X-RateLimit-Reset` is an instant of the
 * server's clock and is measured against the server's own `Date`.
 */
export function serverDelayMs(reply: TransportReply, now: number): number | undefined {
  if (reply.status !== 429 && reply.status !== 503) return undefined;
  const waits = [retryAfterMs(reply, now)];
  if (reply.status === 429) waits.push(msUntilReset(reply, now));
  const known = waits.filter((wait) => wait !== undefined);
  if (known.length === 0) return reply.status === 429 ? defaultWaitMs : undefined;
  return Math.min(Math.max(...known, shortestWaitMs), longestWaitMs);
}

/** Milliseconds until the window of the rate limit opens, by the headers of any answer. */
export function msUntilReset(reply: TransportReply, now: number): number | undefined {
  const reset = numberIn(reply, 'x-ratelimit-reset');
  if (reset === undefined) return undefined;
  return Math.max(reset * 1000 - serverNow(reply, now), 0);
}

export function numberIn(reply: TransportReply, name: string): number | undefined {
  const text = headerOf(reply, name);
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

function retryAfterMs(reply: TransportReply, now: number): number | undefined {
  const seconds = numberIn(reply, 'retry-after');
  if (seconds !== undefined) return seconds * 1000;
  const at = dateIn(reply, 'retry-after');
  return at === undefined ? undefined : at - serverNow(reply, now);
}

function serverNow(reply: TransportReply, now: number): number {
  return dateIn(reply, 'date') ?? now;
}

/** `Date.parse` takes nearly anything for a date. */
function dateIn(reply: TransportReply, name: string): number | undefined {
  const text = headerOf(reply, name) ?? '';
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function headerOf({ headers }: TransportReply, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
