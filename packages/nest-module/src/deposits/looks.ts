import type { CallOptions, Draft, Zenodo, ZenodoRecord } from '@zenodo-connect/core';
import type { DepositsSettings } from './deposits-options.ts';
import type { JobUpdate } from './job-columns.ts';
import type { StoredJob } from './job-row.ts';
import { verdictOn } from './outcome.ts';
import { declined, delayAt } from './settlement.ts';

/** A look is to hold no worker for long, and comes again by itself. */
export const brief: CallOptions = { timeoutMs: 10_000, maxRetries: 0 };

type Seen = { readonly ok: true; readonly value: Partial<JobUpdate> | undefined } | { readonly ok: false; readonly error: unknown };

const seenBy = (look: Promise<Partial<JobUpdate> | undefined>): Promise<Seen> =>
  look.then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );

/** Whether DataCite shows the DOI of a published job. */
export async function lookAtDoi(
  job: StoredJob,
  zenodo: Zenodo,
  settings: DepositsSettings,
  call: CallOptions,
): Promise<Partial<JobUpdate>> {
  const { doi, setbacks, giveUpAt } = job;
  const seen = await seenBy(findable(zenodo, doi, { ...brief, ...call }));
  if (seen.ok && seen.value) return seen.value;
  if (!seen.ok) {
    const { kind, problem } = verdictOn(seen.error);
    if (kind === 'person') return { problem, dueAt: undefined };
  }
  if (settings.now() >= giveUpAt.getTime()) {
    const day = giveUpAt.toISOString().slice(0, 10);
    return { problem: `DataCite did not show the DOI until ${day}; ask Zenodo's support.`, dueAt: undefined };
  }
  return { setbacks: setbacks + 1, dueAt: new Date(settings.now() + delayAt(settings.doiDelaysMs, setbacks + 1)) };
}

async function findable(zenodo: Zenodo, doi: string | undefined, call: CallOptions): Promise<Partial<JobUpdate> | undefined> {
  if (doi === undefined || !(await zenodo.dois.findable(doi, call))) return undefined;
  return { state: 'findable', problem: undefined, dueAt: undefined };
}

/**
 * What became of a draft that a job left or submitted: published, thrown away, with a community, declined by it. A left draft
 * is not looked after for ever; a submitted one is, since others of its series wait for it.
 */
export async function lookAtDraft(
  job: StoredJob,
  zenodo: Zenodo,
  settings: DepositsSettings,
  call: CallOptions,
): Promise<Partial<JobUpdate>> {
  const { recordId, state, setbacks, giveUpAt } = job;
  const seen = recordId === undefined ? undefined : await seenBy(becameOf(job, recordId, zenodo, settings, { ...brief, ...call }));
  if (seen?.ok && seen.value) return seen.value;
  if (state === 'left' && settings.now() >= giveUpAt.getTime()) return { dueAt: undefined };
  return { setbacks: setbacks + 1, dueAt: new Date(settings.now() + delayAt(settings.leftDelaysMs, setbacks + 1)) };
}

async function becameOf(
  job: StoredJob,
  id: string,
  zenodo: Zenodo,
  settings: DepositsSettings,
  call: CallOptions,
): Promise<Partial<JobUpdate> | undefined> {
  const record = await zenodo.records.find(id, call);
  if (record) return publishedAs(record, job, settings);
  const draft = await zenodo.drafts.find(id, call);
  return draft ? inDraft(job, draft, settings) : thrownAway(job, id);
}

function publishedAs(
  { pids, parent, links }: ZenodoRecord,
  { htmlUrl }: StoredJob,
  { now, doiDelaysMs, giveUpAfterMs }: DepositsSettings,
): Partial<JobUpdate> {
  return {
    state: 'published',
    doi: pids['doi']?.identifier,
    conceptDoi: parent.pids?.['doi']?.identifier,
    htmlUrl: textOf(links['self_html']) ?? htmlUrl,
    problem: undefined,
    setbacks: 0,
    dueAt: new Date(now() + doiDelaysMs[0]!),
    giveUpAt: new Date(now() + giveUpAfterMs),
  };
}

/** Undefined when it is where it was. A person may also submit a draft that was left, or take a submission back. */
function inDraft(
  { state, finish }: StoredJob,
  { id, status, parent }: Draft,
  { now, leftDelaysMs, leftForMs }: DepositsSettings,
): Partial<JobUpdate> | undefined {
  const anew = { setbacks: 0, dueAt: new Date(now() + leftDelaysMs[0]!), giveUpAt: new Date(now() + leftForMs) };
  if (status === 'in_review') return state === 'submitted' ? undefined : { ...anew, state: 'submitted', requestId: parent.review?.id };
  if (state !== 'submitted') return undefined;
  const isDeclined = status === 'declined' || status === 'expired';
  return isDeclined && typeof finish === 'object' ? declined(id) : { ...anew, state: 'left' };
}

function thrownAway({ state }: StoredJob, id: string): Partial<JobUpdate> {
  const problem = `a person threw the draft ${id} away; retry the job to make it again.`;
  if (state === 'left') return { problem, dueAt: undefined };
  const failure = { code: 'not_found', cure: 'Retry the job to make the draft anew, if it is wanted still.' };
  return { state: 'failed', problem: `A${problem.slice(1)}`, failure, dueAt: undefined };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
