import { StoreError, type StoreProblem } from '../store/store-errors.ts';

/** Troubles of a store that pass: a restart, a full disk, another process. */
const passing: ReadonlySet<StoreProblem> = new Set(['unreachable', 'unclear', 'locked', 'full', 'io']);
const pauseMs = 250;

/**
 * Repeats a write that the store could not do for the moment. Only for writes that may be done twice, such as those under a
 * fence: what was `unclear` may have been kept.
 */
export async function patiently<T>(write: () => Promise<T>, forMs: number, signal: AbortSignal): Promise<T> {
  const until = Date.now() + forMs;
  for (;;) {
    const outcome = await write().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ('value' in outcome) return outcome.value;
    const { error } = outcome;
    if (!(error instanceof StoreError && passing.has(error.problem)) || signal.aborted || Date.now() + pauseMs > until) throw error;
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}
