import type { CallOptions, Zenodo } from '@zenodo-connect/core';
import type { DepositsSettings } from './deposits-options.ts';
import type { JobUpdate } from './job-columns.ts';
import type { StoredJob } from './job-row.ts';
import { verdictOn } from './outcome.ts';
import { delayAt } from './settlement.ts';

/** A look is to hold no worker for long, and comes again by itself. */
const brief: CallOptions = { timeoutMs: 10_000, maxRetries: 0 };

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

/** Whether a person published the draft that a job left, or threw it away. */
export async function lookAtDraft(
  job: StoredJob,
  zenodo: Zenodo,
  settings: DepositsSettings,
  call: CallOptions,
): Promise<Partial<JobUpdate>> {
  const { recordId, setbacks, giveUpAt } = job;
  const seen =
    recordId === undefined ? undefined : await seenBy(publishedOrGone(zenodo, recordId, job.htmlUrl, settings, { ...brief, ...call }));
  if (seen?.ok && seen.value) return seen.value;
  if (settings.now() >= giveUpAt.getTime()) return { dueAt: undefined };
  return { setbacks: setbacks + 1, dueAt: new Date(settings.now() + delayAt(settings.leftDelaysMs, setbacks + 1)) };
}

async function publishedOrGone(
  zenodo: Zenodo,
  id: string,
  htmlUrl: string | undefined,
  { now, doiDelaysMs, giveUpAfterMs }: DepositsSettings,
  call: CallOptions,
): Promise<Partial<JobUpdate> | undefined> {
  const record = await zenodo.records.find(id, call);
  if (!record) {
    if (await zenodo.drafts.find(id, call)) return undefined;
    return { problem: `a person threw the draft ${id} away; retry the job to make it again.`, dueAt: undefined };
  }
  return {
    state: 'published',
    doi: record.pids['doi']?.identifier,
    conceptDoi: record.parent.pids?.['doi']?.identifier,
    htmlUrl: textOf(record.links['self_html']) ?? htmlUrl,
    problem: undefined,
    setbacks: 0,
    dueAt: new Date(now() + doiDelaysMs[0]!),
    giveUpAt: new Date(now() + giveUpAfterMs),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
