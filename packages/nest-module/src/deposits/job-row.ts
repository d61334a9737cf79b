import type { DepositJournalEntry, Metadata } from '@zenodo-connect/core';
import type { Row } from '../store/store.ts';
import type { DepositJob, JobFile, JobState } from './job.ts';

/** A job with what only the runner needs. */
export interface StoredJob extends DepositJob {
  /** Grows with each claim; writes carry the one they were claimed under. */
  readonly fence: number;
  /** Tries in a row that failed, or look-ups of a DOI that found nothing: the place in the list of delays. */
  readonly setbacks: number;
}

export function jobOfRow(row: Row): StoredJob {
  const dueAt = row['due_at'];
  return {
    id: String(row['id']),
    key: String(row['deposit_key']),
    series: textOf(row['series']),
    state: String(row['state']) as JobState,
    finish: row['finish'] === 'publish' ? 'publish' : 'leave',
    metadata: JSON.parse(String(row['metadata'])) as Metadata,
    files: JSON.parse(String(row['files'])) as JobFile[],
    meta: JSON.parse(String(row['meta'])) as Readonly<Record<string, unknown>>,
    attempts: Number(row['attempts']),
    journal: row['journal'] === null ? undefined : (JSON.parse(String(row['journal'])) as DepositJournalEntry),
    recordId: textOf(row['record_id']),
    doi: textOf(row['doi']),
    conceptDoi: textOf(row['concept_doi']),
    htmlUrl: textOf(row['html_url']),
    problem: textOf(row['problem']),
    nextAction: String(row['next_action']),
    // Under a lease `due_at` is the end of the lease, which is no news to anybody.
    dueAt: dueAt === null || row['lease_owner'] !== null ? undefined : new Date(Number(dueAt)),
    giveUpAt: new Date(Number(row['give_up_at'])),
    createdAt: new Date(Number(row['created_at'])),
    updatedAt: new Date(Number(row['updated_at'])),
    fence: Number(row['fence']),
    setbacks: Number(row['setbacks']),
  };
}

/** What others get to see of it. */
export function publicJob({ fence: _fence, setbacks: _setbacks, ...job }: StoredJob): DepositJob {
  return job;
}

const textOf = (value: Row[string] | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));
