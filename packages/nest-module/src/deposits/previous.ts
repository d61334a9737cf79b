import type { DepositEnding, Zenodo } from '@zenodo-connect/core';
import type { StoredJob } from './job-row.ts';
import type { JobTable } from './job-table.ts';

/**
 * The draft or record that a deposit of a series continues. A left draft that a person has thrown away is passed over:
 * the series goes on from what was before it, rather than being stuck for ever.
 */
export async function previousOf(job: StoredJob, jobs: JobTable, zenodo: Zenodo, signal: AbortSignal): Promise<string | undefined> {
  if (job.series === undefined) return undefined;
  for (const { recordId, isRecord } of await jobs.endedIn(job.account, job.series, job.id)) {
    const call = { signal };
    if (isRecord || (await zenodo.drafts.find(recordId, call)) || (await zenodo.records.find(recordId, call))) return recordId;
  }
  return undefined;
}

/** Communities decide about first versions only: a later one inherits theirs, and is published. */
export async function endingFor(
  finish: DepositEnding,
  previous: string | undefined,
  zenodo: Zenodo,
  signal: AbortSignal,
): Promise<DepositEnding> {
  if (typeof finish === 'string' || previous === undefined) return finish;
  return (await zenodo.records.find(previous, { signal })) ? 'publish' : finish;
}
