import type { CallOptions, Zenodo } from '@zenodo-connect/core';
import type { Statement } from '../store/store.ts';
import type { DepositsSettings } from './deposits-options.ts';
import type { StoredJob } from './job-row.ts';
import type { JobTable } from './job-table.ts';
import { delayAt } from './settlement.ts';

/** As many as one page of the caller's own drafts and records has. */
const atOnce = 100;
/** Below it a list is no cheaper than a look at each. */
const fewest = 3;

/**
 * Looks at the drafts of the account that are to be looked at next, all in one call. Those that are as they were are put off;
 * what seems to have changed gets a look of its own, since a list may be late. So thousands of open drafts cost some calls in
 * six hours rather than some for each.
 */
export async function othersSeen(
  job: StoredJob,
  jobs: JobTable,
  zenodo: Zenodo,
  { now, leftDelaysMs }: DepositsSettings,
  call: CallOptions,
): Promise<readonly Statement[]> {
  const others = await jobs.lookedAtNext(job, now(), atOnce);
  if (others.length < fewest) return [];
  const states = await statesOf(others, zenodo, call);
  if (!states) return [];
  return others.map((other) => {
    const isSame = states.get(other.recordId ?? '') === other.state;
    return jobs.putOff(other, isSame ? now() + delayAt(leftDelaysMs, other.setbacks) : now());
  });
}

/** What each draft that is listed is for its job; undefined when the list cannot be had, and then the looks come one by one. */
async function statesOf(jobs: readonly StoredJob[], zenodo: Zenodo, call: CallOptions) {
  const ids = jobs.flatMap(({ recordId }) => (recordId === undefined ? [] : [`"${recordId}"`]));
  const query = { q: `id:(${ids.join(' OR ')})`, size: atOnce, allVersions: true };
  const page = await zenodo.records.ownList(query, call).catch(() => undefined);
  return (
    page && new Map(page.hits.hits.map(({ id, status, is_published: isPublished }) => [id, isPublished ? undefined : stateOf(status)]))
  );
}

const stateOf = (status: string | undefined): 'submitted' | 'left' => (status === 'in_review' ? 'submitted' : 'left');
