import type { DepositEnding, DepositJournalEntry, Metadata, SubmitTo } from '@zenodo-connect/core';
import type { Row } from '../store/store.ts';
import type { JobFailure } from './failure.ts';
import type { DepositJob, JobFile, JobState, WaitingFor } from './job.ts';
import { behindReview } from './next-action.ts';

/** A job with what only the runner needs. */
export interface StoredJob extends DepositJob {
  /** The `traceparent` of who added it. */
  readonly trace: string | undefined;
  /** Grows with each claim; writes carry the one they were claimed under. */
  readonly fence: number;
  /** Tries in a row that failed, or look-ups of a DOI that found nothing: the place in the list of delays. */
  readonly setbacks: number;
  /** A worker has it, for a try or for a look. */
  readonly leased: boolean;
  /** Files that an edit took out, which an earlier try may have brought into the draft. */
  readonly dropped: readonly JobFile[];
  /** As the deposit asked for it, instead of the module's. */
  readonly giveUpAfterMs: number | undefined;
  readonly versionLabel: string | undefined;
}

export function jobOfRow(row: Row): StoredJob {
  const dueAt = row['due_at'];
  const job: StoredJob = {
    id: String(row['id']),
    key: String(row['deposit_key']),
    account: String(row['account']),
    trace: textOf(row['trace']),
    series: textOf(row['series']),
    priority: 0 - Number(row['place']),
    state: String(row['state']) as JobState,
    finish: endingOf(String(row['finish'])),
    metadata: JSON.parse(String(row['metadata'])) as Metadata,
    files: JSON.parse(String(row['files'])) as JobFile[],
    dropped: (jsonOf(row['dropped']) ?? []) as JobFile[],
    meta: JSON.parse(String(row['meta'])) as Readonly<Record<string, unknown>>,
    attempts: Number(row['attempts']),
    journal: jsonOf(row['journal']) as DepositJournalEntry | undefined,
    recordId: textOf(row['record_id']),
    doi: textOf(row['doi']),
    conceptDoi: textOf(row['concept_doi']),
    htmlUrl: textOf(row['html_url']),
    requestId: textOf(row['request_id']),
    problem: textOf(row['problem']),
    failure: jsonOf(row['failure']) as JobFailure | undefined,
    waitingFor: textOf(row['waiting_for']) as WaitingFor | undefined,
    progress: row['sent_bytes'] === null ? undefined : { sentBytes: Number(row['sent_bytes']), totalBytes: Number(row['total_bytes']) },
    cancelling: row['cancel_at'] !== null,
    nextAction: String(row['next_action']),
    // Under a lease `due_at` is the end of the lease, which is no news to anybody.
    dueAt: dueAt === null || row['lease_owner'] !== null ? undefined : new Date(Number(dueAt)),
    giveUpAt: new Date(Number(row['give_up_at'])),
    createdAt: new Date(Number(row['created_at'])),
    updatedAt: new Date(Number(row['updated_at'])),
    leased: row['lease_owner'] !== null,
    fence: Number(row['fence']),
    setbacks: Number(row['setbacks']),
    giveUpAfterMs: row['give_up_after'] === null ? undefined : Number(row['give_up_after']),
    versionLabel: textOf(row['version_label']),
  };
  return paused(inLine(job, textOf(row['review_of'])), textOf(row['pause_reason']));
}

/** A community decides for itself how long it takes, so a series behind its review says what it waits for. */
function inLine(job: StoredJob, reviewOf: string | undefined): StoredJob {
  if (reviewOf === undefined || (job.state !== 'queued' && job.state !== 'waiting')) return job;
  return { ...job, waitingFor: 'review', nextAction: behindReview(job.series ?? '', reviewOf) };
}

/** An account that is paused holds all its jobs up, without a change to each of their rows. */
function paused(job: StoredJob, reason: string | undefined): StoredJob {
  if (reason === undefined || (job.state !== 'queued' && job.state !== 'waiting')) return job;
  return { ...job, waitingFor: 'token', problem: reason, nextAction: `Waiting: ${reason}` };
}

/** What others get to see of it. */
export function publicJob(stored: StoredJob): DepositJob {
  const { leased: _l, trace: _t, fence: _f, setbacks: _s, dropped: _d, giveUpAfterMs: _g, versionLabel: _v, ...job } = stored;
  return job;
}

const endingOf = (text: string): DepositEnding => {
  if (text.startsWith('{')) return JSON.parse(text) as SubmitTo;
  return text === 'publish' ? 'publish' : 'leave';
};

type Cell = Row[string] | undefined;
const textOf = (value: Cell): string | undefined => (value === null || value === undefined ? undefined : String(value));
const jsonOf = (value: Cell): unknown => (value === null || value === undefined ? undefined : JSON.parse(String(value)));
