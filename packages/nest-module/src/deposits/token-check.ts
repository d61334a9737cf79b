import type { Zenodo } from '@zenodo-connect/core';
import type { JobFailure } from './failure.ts';
import { isRefusal, verdictOn } from './outcome.ts';

/**
 * Why Zenodo refuses the account as a whole; undefined when it takes the token, or cannot be asked. Zenodo answers 403 to a
 * bad token as it does to a lacking right, so the caller's own list, which every token may read, tells the two apart.
 */
export async function refusalOf(
  zenodo: Zenodo,
  signal?: AbortSignal,
): Promise<{ readonly problem: string; readonly failure: JobFailure } | undefined> {
  const error = await errorOf(zenodo, signal);
  if (error === undefined || !isRefusal(error)) return undefined;
  const { failure } = verdictOn(error);
  const status = failure.answer?.status ?? 403;
  return {
    problem: `Zenodo refuses the token of this account (${status}). Give it a valid token, or ask Zenodo why the account is blocked; all its deposits go on by themselves then.`,
    failure: {
      ...failure,
      cure: 'Give the account a valid token; its deposits go on by themselves within minutes, or at once with resume.',
    },
  };
}

/** Whether Zenodo takes the token. */
export async function isTaken(zenodo: Zenodo, signal?: AbortSignal): Promise<boolean> {
  return (await errorOf(zenodo, signal)) === undefined;
}

async function errorOf(zenodo: Zenodo, signal?: AbortSignal): Promise<unknown> {
  const call = { maxRetries: 0, timeoutMs: 10_000, ...(signal && { signal }) };
  return zenodo.records
    .own({ size: 1 }, call)
    .next()
    .then(
      () => undefined,
      (error: unknown) => error ?? new Error('unknown'),
    );
}
