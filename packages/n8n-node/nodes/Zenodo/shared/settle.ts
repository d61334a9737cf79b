import { isNotFoundError, isUnclear } from '@zenodo-connect/core/portable';
import { sleep } from 'n8n-workflow';
import type { Turn } from './turn.ts';

/** What became of a promise, as a value: n8n's lint wants no error of ours thrown inside of a catch. */
export type Settled<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

export const settled = <Value>(promise: Promise<Value>): Promise<Settled<Value>> =>
  promise.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({ ok: false, error }) as const,
  );

/** Zenodo can take its time to finish what it has not answered. */
const looksMs = [0, 1000, 2000, 4000, 8000, 15_000];

/**
 * Sends what must not be sent twice: after a lost answer, or one that there is nothing to do it to any more, the state is
 * read, and what was done already is the outcome.
 *
 * @param found - reads the state; undefined while it is not done
 */
export async function once<Outcome>(turn: Turn, send: () => Promise<Outcome>, found: () => Promise<Outcome | undefined>): Promise<Outcome> {
  const sent = await settled(send());
  if (sent.ok) return sent.value;
  turn.call.signal?.throwIfAborted();
  if (!isUnclear(sent.error) && !isNotFoundError(sent.error)) throw sent.error;
  for (const ms of isNotFoundError(sent.error) ? looksMs.slice(0, 1) : looksMs) {
    if (ms > 0) await sleep(ms, turn.call.signal);
    const outcome = await found();
    if (outcome !== undefined) return outcome;
  }
  throw sent.error;
}
