/**
 * The steady rate of a watcher's calls (a leaky bucket over `nextCallAt`): one each `intervalMs`, and so many at once after
 * a pause. A clock that was set back does not stop it.
 */
export function paceWaitMs(nextCallAt: number, intervalMs: number, burst: number, now: number): number {
  const waitMs = nextCallAt - burst * intervalMs - now;
  return waitMs > intervalMs * 2 ? 0 : Math.max(waitMs, 0);
}

export function afterCall(nextCallAt: number, intervalMs: number, burst: number, now: number): number {
  const wasSetBack = nextCallAt - burst * intervalMs - now > intervalMs * 2;
  return (wasSetBack ? now : Math.max(nextCallAt, now)) + intervalMs;
}

const firstPauseMs = 20_000;
const longestPauseMs = 15 * 60_000;

/** How long a source rests after so many failures in a row. */
export const restMs = (failures: number): number => Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);

/** How long a run rests after what its store or its receiver could not do, so many times in a row. */
export const retryMs = (failures: number): number => Math.min(1000 * 2 ** (failures - 1), 60_000);

/** Due times further off than any rest were written by a clock that ran ahead. */
export const isDue = (at: number, now: number, furthestMs: number): boolean => at <= now || at - now > furthestMs;
