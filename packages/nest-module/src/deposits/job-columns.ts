import type { SqlValue } from '../store/store.ts';
import { endStates, type NewDeposit } from './job.ts';
import type { StoredJob } from './job-row.ts';

/** A change to a job; what is absent stays. `dueAt: undefined` takes the job out of the runner's sight. */
export interface JobUpdate
  extends Pick<
    StoredJob,
    | 'state'
    | 'setbacks'
    | 'dueAt'
    | 'giveUpAt'
    | 'journal'
    | 'recordId'
    | 'doi'
    | 'conceptDoi'
    | 'htmlUrl'
    | 'requestId'
    | 'problem'
    | 'failure'
    | 'waitingFor'
    | 'progress'
    | 'nextAction'
    | 'dropped'
  > {}

export type Columns = Readonly<Record<string, SqlValue>>;

/** What changes in a job's life. */
export function columnsOf(job: JobUpdate) {
  return {
    state: job.state,
    setbacks: job.setbacks,
    due_at: job.dueAt?.getTime() ?? null,
    give_up_at: job.giveUpAt.getTime(),
    journal: jsonOf(job.journal),
    record_id: job.recordId ?? null,
    doi: job.doi ?? null,
    concept_doi: job.conceptDoi ?? null,
    html_url: job.htmlUrl ?? null,
    request_id: job.requestId ?? null,
    problem: job.problem ?? null,
    failure: jsonOf(job.failure),
    waiting_for: job.waitingFor ?? null,
    sent_bytes: job.progress?.sentBytes ?? null,
    total_bytes: job.progress?.totalBytes ?? null,
    next_action: job.nextAction,
    dropped: job.dropped.length > 0 ? JSON.stringify(job.dropped) : null,
  } satisfies Columns;
}

/** What a person may change: the deposit itself. */
export function contentColumns({ metadata, files, finish, priority }: Pick<StoredJob, 'metadata' | 'files' | 'finish' | 'priority'>) {
  const ending = typeof finish === 'string' ? finish : JSON.stringify(finish);
  return { metadata: JSON.stringify(metadata), files: JSON.stringify(files), finish: ending, place: 0 - priority } satisfies Columns;
}

/** The whole row of a new job. */
export function newColumns(job: StoredJob, deposit: NewDeposit): Columns {
  return {
    id: job.id,
    deposit_key: job.key,
    account: job.account,
    trace: job.trace ?? null,
    series: job.series ?? null,
    ...contentColumns({ ...job, metadata: deposit.metadata, files: deposit.files }),
    meta: JSON.stringify(job.meta),
    give_up_after: job.giveUpAfterMs ?? null,
    version_label: job.versionLabel ?? null,
    created_at: job.createdAt.getTime(),
    ...columnsOf(job),
    updated_at: job.updatedAt.getTime(),
  };
}

/** A wish to cancel outlives a try that only waits; where the job has ended it is settled. */
export const cancelColumns = ({ state }: Pick<JobUpdate, 'state'>): Columns => (endStates.has(state) ? { cancel_at: null } : {});

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
