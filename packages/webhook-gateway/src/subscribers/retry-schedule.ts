const day = 24 * 60 * 60 * 1000;

/** Milliseconds until the next try, or undefined when there is none: the delay of that place ±20 %, or what the subscriber asked for if longer. */
export function nextDelay(
  delaysMs: readonly number[],
  attemptsDone: number,
  retryAfterMs: number | undefined,
  random: number,
): number | undefined {
  const delay = delaysMs[attemptsDone - 1];
  if (delay === undefined) return undefined;
  const spread = Math.round(delay * (0.8 + 0.4 * random));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, day));
}

/** Milliseconds that a `Retry-After` asks for: seconds or a date; nothing for anything else, and never more than a day. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, day) : undefined;
}
