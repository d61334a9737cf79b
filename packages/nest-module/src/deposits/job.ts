import type { DepositEnding, DepositJournalEntry, Metadata } from '@zenodo-connect/core';
import type { JobFailure } from './failure.ts';

/**
 * A job's life: `queued` → `running` → `left` (a draft waits for a person), `submitted` (it waits for a community) or
 * `published` → `findable`. `waiting` is queued again with a reason and a time; `failed` needs a person; `cancelled` was
 * taken back by one. A left draft that a person publishes, and a submitted one that the community accepts, become
 * `published`; one that it declines becomes `failed`.
 */
export type JobState = 'queued' | 'running' | 'waiting' | 'left' | 'submitted' | 'published' | 'findable' | 'failed' | 'cancelled';

/** What holds a job up: its account's token, Zenodo's rate limit, a ceiling of publications, Zenodo itself, a community's review, a file, a disk, the database. */
export type WaitingFor = 'token' | 'rate_limit' | 'ceiling' | 'zenodo' | 'review' | 'file' | 'disk' | 'store';

/** Where the bytes of a file are; the job row never holds them. */
export interface JobFile {
  /** The file key inside the record. */
  readonly key: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly md5: string;
  readonly sha256?: string;
  /** Opened by `DepositsOptions.openFile`: by default `path:/where/it/is`, or whatever the application's own resolver knows. */
  readonly ref: string;
}

export interface NewDeposit {
  /** Same key (and account), same job: adding it again answers the job that is there. */
  readonly key: string;
  /** Whose it is: an account of the module's options, or a name that its `resolveAccount` knows. Default `default`. */
  readonly account?: string;
  readonly metadata: Metadata;
  readonly files: readonly JobFile[];
  /** Default `leave`. `{ submitTo: community }` goes with a first version alone: later ones inherit its communities. */
  readonly finish?: DepositEnding;
  /**
   * Jobs of one series (and account) run one after another in the order of adding, and each continues the draft or record of the
   * one before it: an open draft receives the files, a published record gets a new version.
   */
  readonly series?: string;
  /** A larger number goes first; within a series the order of adding stays. From -1000 to 1000, default 0. */
  readonly priority?: number;
  /** Uninterpreted; comes back with the job. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** How long it is tried before it needs a person, in milliseconds. Default: `giveUpAfterMs` of the module. */
  readonly giveUpAfterMs?: number;
  /** Becomes `metadata.version`, with the number of the version for `{index}`: `v{index}`. */
  readonly versionLabel?: string;
}

/** How far the upload of a running job is. */
export interface JobProgress {
  /** Bytes that Zenodo has, or that were sent to it. */
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface DepositJob {
  readonly id: string;
  readonly key: string;
  readonly account: string;
  readonly series: string | undefined;
  readonly priority: number;
  readonly state: JobState;
  readonly finish: DepositEnding;
  readonly metadata: Metadata;
  readonly files: readonly JobFile[];
  readonly meta: Readonly<Record<string, unknown>>;
  /** Tries begun so far. */
  readonly attempts: number;
  readonly journal: DepositJournalEntry | undefined;
  /** Draft and, once published, record. */
  readonly recordId: string | undefined;
  readonly doi: string | undefined;
  readonly conceptDoi: string | undefined;
  readonly htmlUrl: string | undefined;
  /** The request in which a community reviews the draft, or has declined it. */
  readonly requestId: string | undefined;
  /** What failed last, in a sentence; no token, no stack. */
  readonly problem: string | undefined;
  /** The same for code and for a page: the cure, the fields that were refused, the last answer. */
  readonly failure: JobFailure | undefined;
  /** Of a job that cannot go on at the moment. */
  readonly waitingFor: WaitingFor | undefined;
  /** Known while files are uploaded, and after. */
  readonly progress: JobProgress | undefined;
  /** A person asked a running job to stop; it does at the next safe point. */
  readonly cancelling: boolean;
  /** What happens next, in words. */
  readonly nextAction: string;
  /** When a waiting job is tried again; when a published one's DOI, or a left or submitted one's draft, is looked up next. */
  readonly dueAt: Date | undefined;
  /** When the job is given up if nothing changes; a submitted one never is. */
  readonly giveUpAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const pastRecall: ReadonlySet<string | undefined> = new Set(['publishing', 'published', 'findable']);

/** It may be published: whether it is can only be found out by going on. */
export const isPastRecall = ({ journal }: Pick<DepositJob, 'journal'>): boolean =>
  pastRecall.has(journal?.step) && journal?.refused !== true;

/** States from which nothing goes on by itself, but for a person, a look at DataCite, or one at a left or submitted draft. */
export const endStates: ReadonlySet<JobState> = new Set(['left', 'submitted', 'published', 'findable', 'failed', 'cancelled']);
