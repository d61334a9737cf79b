/** What one answer told of its rate limit. Instants are milliseconds since 1970 on our clock. */
export interface RateTold {
  /** Calls of a whole window. */
  readonly limit?: number;
  /** Calls that were left after this one; 0 for a 429. */
  readonly remaining: number;
  /** When the window ends, or, where Zenodo counts a moving window, when its oldest call drops out. */
  readonly opensAt: number;
}

/** What is known of the limit of one key. Plain data, so that a store can keep it for several processes. */
export interface RateWindow {
  readonly limit: number | undefined;
  readonly remaining: number;
  readonly opensAt: number;
  /** Calls that were sent and have not landed. */
  readonly flying: number;
  /** Number of the last call that was sent, and when. */
  readonly sent: number;
  readonly lastSentAt: number;
  /** Number of the last call that had been sent when this was learnt, and of the call that taught it. */
  readonly learntAt: number;
  readonly taughtBy: number;
  /** Calls have landed and none told of a limit. */
  readonly silent: boolean;
}

/** Of a key that was never called. */
export const unknownWindow: RateWindow = {
  limit: undefined,
  remaining: 0,
  opensAt: 0,
  flying: 0,
  sent: 0,
  lastSentAt: -1,
  learntAt: 0,
  taughtBy: 0,
  silent: false,
};

/** While a call is on its way that will tell more, its answer is looked for this often. */
const lookMs = 20;
/** A call that was sent to learn the limit holds up others no longer than this: it may be a large upload. */
const longestLookMs = 1000;

/**
 * Milliseconds before the next call may be sent; 0 is now.
 *
 * Calls on their way count as spent, counted by Zenodo or not. When nothing is known, at first and when a window has
 * ended, one call goes alone and its answer tells how many may follow: so a limit that was lowered meanwhile, another
 * process, and a moving window, of which little opens at once, end in no 429.
 */
export function waitIn(window: RateWindow, now: number): number {
  if (now >= window.opensAt) {
    const asked = window.flying > 0 && window.lastSentAt >= window.opensAt;
    return !asked || window.silent || now - window.lastSentAt >= longestLookMs ? 0 : lookMs;
  }
  if (window.remaining > window.flying) return 0;
  const untilOpen = window.opensAt - now;
  return window.remaining > 0 ? Math.min(lookMs, untilOpen) : untilOpen;
}

export function afterSending(window: RateWindow, now: number): RateWindow {
  return { ...window, flying: window.flying + 1, sent: window.sent + 1, lastSentAt: now };
}

/**
 * @param number - which call has landed: `sent` as it was after it was sent
 * @param told - `null` when a sound answer told nothing of a limit, `undefined` when there was none, or a server's failure
 */
export function afterLanding(window: RateWindow, number: number, told: RateTold | null | undefined, now: number): RateWindow {
  const landed = { ...window, flying: Math.max(window.flying - 1, 0) };
  if (!told) {
    // A limit that ended, and is not told again, is none: a proxy's 429 can tell one that the server behind it never does.
    const isSilent = landed.opensAt <= now && (told === null || landed.limit === undefined);
    return isSilent ? { ...landed, silent: true } : landed;
  }
  if (told.opensAt <= now || !isNews(window, number, told, now)) return landed;
  return {
    ...landed,
    limit: told.limit ?? landed.limit,
    remaining: told.remaining,
    opensAt: told.opensAt,
    learntAt: landed.sent,
    taughtBy: Math.max(number, landed.taughtBy),
    silent: false,
  };
}

/** Answers overtake each other: of calls that were on their way together, only the smallest count is news. */
function isNews(window: RateWindow, number: number, told: RateTold, now: number): boolean {
  if (now >= window.opensAt || number > window.learntAt) return true;
  const limitChanged = told.limit !== undefined && told.limit !== window.limit && number > window.taughtBy;
  return limitChanged || told.remaining <= window.remaining;
}
