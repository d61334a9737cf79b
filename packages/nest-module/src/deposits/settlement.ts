import type { DepositResult } from '@zenodo-connect/core';
import type { DepositsSettings } from './deposits-options.ts';
import type { JobUpdate } from './job-columns.ts';
import type { StoredJob } from './job-row.ts';
import { verdictOn } from './outcome.ts';

/** What a job becomes when its deposit is done. */
export function afterDeposit(
  { status, id, doi, conceptDoi, htmlUrl, requestId }: DepositResult,
  settings: DepositsSettings,
): Partial<JobUpdate> {
  const { now, giveUpAfterMs, doiDelaysMs, leftDelaysMs, leftForMs } = settings;
  const ended = { recordId: id, doi, conceptDoi, htmlUrl, problem: undefined, setbacks: 0 };
  const after = (ms: number) => new Date(now() + ms);
  if (status === 'draft') return { ...ended, state: 'left', dueAt: after(leftDelaysMs[0]!), giveUpAt: after(leftForMs) };
  if (status === 'in_review')
    return { ...ended, state: 'submitted', requestId, dueAt: after(leftDelaysMs[0]!), giveUpAt: after(leftForMs) };
  if (status === 'declined') return { ...ended, ...declined(id), requestId };
  return { ...ended, state: 'published', dueAt: after(doiDelaysMs[0]!), giveUpAt: after(giveUpAfterMs) };
}

/** What a job becomes when a community did not take its draft. */
export function declined(draftId: string): Pick<JobUpdate, 'state' | 'problem' | 'failure' | 'dueAt'> {
  return {
    state: 'failed',
    problem: `The community did not accept the draft ${draftId}.`,
    failure: {
      code: 'declined',
      cure: 'Read what the curators say in the request; then submit it again with retry, or change it, or its ending, with editAndReplay.',
    },
    dueAt: undefined,
  };
}

/** What a job becomes when its deposit stopped: tried again by itself, or by a person. */
export function afterFailure(
  { setbacks, giveUpAt: known, giveUpAfterMs: own }: StoredJob,
  error: unknown,
  settings: DepositsSettings,
): Partial<JobUpdate> {
  const { kind, problem, notBefore, waitingFor, failure } = verdictOn(error);
  const { now, retryDelaysMs, giveUpAfterMs } = settings;
  if (kind === 'person') return { state: 'failed', problem, failure, dueAt: undefined };
  // Time spent behind others, of its series or of a day's publications, is not held against a job.
  if (waitingFor === 'ceiling') {
    const dueAt = notBefore ?? new Date(now());
    return {
      state: 'waiting',
      problem,
      failure,
      waitingFor,
      setbacks: 0,
      giveUpAt: new Date(dueAt.getTime() + (own ?? giveUpAfterMs)),
      dueAt,
    };
  }
  const giveUpAt = setbacks === 0 ? new Date(now() + (own ?? giveUpAfterMs)) : known;
  if (now() >= giveUpAt.getTime())
    return { state: 'failed', problem: `Given up after ${setbacks + 1} tries. ${problem}`, failure, dueAt: undefined };
  const due = Math.max(now() + delayAt(retryDelaysMs, setbacks), notBefore?.getTime() ?? 0);
  // The last try falls on the moment of giving up, rather than after it.
  const dueAt = new Date(Math.min(due, giveUpAt.getTime()));
  return { state: 'waiting', problem, failure, waitingFor, setbacks: setbacks + 1, giveUpAt, dueAt };
}

export const delayAt = (delays: readonly number[], place: number): number => delays[Math.min(place, delays.length - 1)]!;
