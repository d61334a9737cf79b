import type { RateTold } from './rate-window.ts';
import type { TransportReply } from './transport.ts';

const longestWaitMs = 24 * 3_600_000;
const defaultWaitMs = 60_000;
/** The window's end is told in whole seconds. */
const shortestWaitMs = 1000;

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

/** What an answer tells of its rate limit: `null` when nothing, `undefined` when it is a failure of the server's. A 429 always tells that nothing is left. */
export function toldOf(reply: TransportReply, now: number): RateTold | null | undefined {
  const limit = numberIn(reply, 'x-ratelimit-limit');
  const refused = reply.status === 429;
  const remaining = refused ? 0 : numberIn(reply, 'x-ratelimit-remaining');
  const opensInMs = refused ? serverDelayMs(reply, now) : msUntilReset(reply, now);
  if (remaining === undefined || opensInMs === undefined) return reply.status < 500 ? null : undefined;
  return { remaining, opensAt: now + opensInMs, ...(limit !== undefined && { limit }) };
}

/** Milliseconds until the window of the rate limit opens, by the headers of any answer. */
export function msUntilReset(reply: TransportReply, now: number): number | undefined {
  const reset = numberIn(reply, 'x-ratelimit-reset');
  if (reset === undefined) return undefined;
  return Math.max(reset * 1000 - serverNow(reply, now), 0);
}

/** The first value of a header, by its lower-case name. */
export function headerOf({ headers }: TransportReply, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function numberIn(reply: TransportReply, name: string): number | undefined {
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
