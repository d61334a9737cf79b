import type { SubscriberState } from '../tables/subscribers.ts';
import type { Attempt } from './outcome.ts';
import { retryAfterMs } from './retry-schedule.ts';

export interface BreakerSettings {
  readonly breakAfter: number;
  readonly restsMs: readonly number[];
  readonly disableAfterMs: number;
}

/** What a try changes for its subscriber, beside the event's own schedule. */
export interface Standing {
  /** Nothing is sent before. */
  readonly openUntil: number | undefined;
  /** It failed for days and is disabled. */
  readonly disable: boolean;
  readonly event: 'failing' | 'recovered' | 'disabled' | undefined;
  /** How much of the time is over after which it is disabled: 50, 70, 90 percent, or less than the first of them. */
  readonly usedUp: 0 | 50 | 70 | 90;
}

const warnedAt = [90, 70, 50] as const;

/** Answers that ask for less, rather than for something else. */
const throttling = [429, 502, 503, 504];

/**
 * A subscriber that fails again and again is left alone for a while, and then asked with one event, so that a dead one
 * costs little and uses up no event's tries. Who asks for a pause gets it for all its events.
 */
export function standingAfter(
  attempt: Attempt,
  { failures, failingSince }: Pick<SubscriberState, 'failures' | 'failingSince'>,
  now: number,
  { breakAfter, restsMs, disableAfterMs }: BreakerSettings,
): Standing {
  const status = 'status' in attempt ? attempt.status : undefined;
  if (status !== undefined && status >= 200 && status < 300)
    return { openUntil: undefined, disable: false, event: failures >= breakAfter ? 'recovered' : undefined, usedUp: 0 };
  const inRow = failures + 1;
  const asked = 'status' in attempt && throttling.includes(attempt.status) ? (retryAfterMs(attempt.retryAfter, now) ?? 0) : 0;
  const rest = inRow >= breakAfter ? (restsMs[Math.min(inRow - breakAfter, restsMs.length - 1)] ?? 0) : 0;
  const pause = Math.max(asked, rest);
  const openUntil = pause > 0 ? now + pause : undefined;
  const failingMs = failingSince ? now - failingSince.getTime() : 0;
  const usedUp = warnedAt.find((percent) => failingMs >= (disableAfterMs * percent) / 100) ?? 0;
  if (failingSince && failingMs >= disableAfterMs) return { openUntil, disable: true, event: 'disabled', usedUp };
  // At each one from there on: tries side by side can step over the number itself, and the event's id makes it one event.
  return { openUntil, disable: false, event: inRow >= breakAfter || usedUp > 0 ? 'failing' : undefined, usedUp };
}
