import { nextDelay, retryAfterMs } from './retry-schedule.ts';

/** What one try gave: an answer, or a sentence why there was none. */
export type Attempt = { readonly status: number; readonly retryAfter: string | string[] | undefined } | { readonly failure: string };

export interface Outcome {
  readonly state: 'delivered' | 'pending' | 'given_up';
  /** The subscriber said that it is gone for ever. */
  readonly disable: boolean;
  readonly delayMs: number;
  /** For the page and the log. */
  readonly result: string;
}

interface Standing {
  readonly delaysMs: readonly number[];
  /** This try included. */
  readonly attemptsDone: number;
  readonly now: number;
  readonly random: number;
}

/** 2xx is success and all else is not; a redirect would carry the event to where nobody checked. 410 disables. */
export function outcomeOf(attempt: Attempt, { delaysMs, attemptsDone, now, random }: Standing): Outcome {
  const result = 'failure' in attempt ? attempt.failure : `answered ${attempt.status}`;
  if ('status' in attempt && attempt.status >= 200 && attempt.status < 300)
    return { state: 'delivered', disable: false, delayMs: 0, result };
  if ('status' in attempt && attempt.status === 410) {
    return { state: 'pending', disable: true, delayMs: 0, result: 'answered 410 (gone): disabled until it is enabled again' };
  }
  const asked = 'status' in attempt ? retryAfterMs(attempt.retryAfter, now) : undefined;
  const delayMs = nextDelay(delaysMs, attemptsDone, asked, random);
  if (delayMs === undefined)
    return { state: 'given_up', disable: false, delayMs: 0, result: `${result}; given up after ${attemptsDone} tries` };
  return { state: 'pending', disable: false, delayMs, result };
}
