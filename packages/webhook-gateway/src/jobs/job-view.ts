import type { DepositJob } from '@zenodo-connect/nestjs';
import { bytesKept } from './bytes-kept.ts';
import { nextActionOf } from './next-action.ts';

const safeStates: readonly DepositJob['state'][] = ['left', 'submitted', 'published', 'findable'];

/** What the sender of a file gets to see of its job. */
export function jobView(job: DepositJob, statusUrl: string) {
  const safe = safeStates.includes(job.state);
  return {
    id: job.id,
    status: job.state,
    next_action: nextActionOf(job),
    your_copy: safe ? 'Zenodo holds the file, and its checksum was compared: your copy may go.' : keepYours(job),
    safe_to_delete: safe,
    status_url: statusUrl,
    dataset: job.meta['dataset'],
    files: job.files.map(({ key, size, sha256 }) => ({ name: key, size, sha256, safe_to_delete: safe })),
    doi: job.doi ?? null,
    concept_doi: job.conceptDoi ?? null,
    record_url: job.htmlUrl ?? null,
    problem: job.problem ?? null,
    left_out: leftOutOf(job),
    attempts: job.attempts,
    /** What a job that cannot go on at the moment waits for: token, rate_limit, ceiling, zenodo, file, disk, store. */
    waiting_for: job.waitingFor ?? null,
    next_try_at: job.dueAt?.toISOString() ?? null,
    received_at: job.createdAt.toISOString(),
    updated_at: job.updatedAt.toISOString(),
  };
}

/** What the side file of its set said and the record has not. */
export const leftOutOf = ({ meta }: Pick<DepositJob, 'meta'>): readonly string[] =>
  (meta['leftOut'] as readonly string[] | undefined) ?? [];

const keepYours = (job: DepositJob): string =>
  job.state === 'failed' && bytesKept(job) === 'gone'
    ? 'Keep your copy: the file is not on Zenodo, and not here any more.'
    : 'Keep your copy: the file is safe here, and not yet on Zenodo.';
