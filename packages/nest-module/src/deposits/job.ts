import type { DepositJournalEntry, Finish, Metadata } from '@zenodo-connect/core';

/**
 * A job's life: `queued` → `running` → `left` (a draft waits for a person) or `published` → `findable`.
 * `waiting` is queued again with a reason and a time; `failed` needs a person.
 */
export type JobState = 'queued' | 'running' | 'waiting' | 'left' | 'published' | 'findable' | 'failed';

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
  /** Same key, same job: adding it again answers the job that is there. */
  readonly key: string;
  readonly metadata: Metadata;
  readonly files: readonly JobFile[];
  /** Default `leave`. */
  readonly finish?: Finish;
  /**
   * Jobs of one series run one after another in the order of adding, and each continues the draft or record of the
   * one before it: an open draft receives the files, a published record gets a new version.
   */
  readonly series?: string;
  /** Uninterpreted; comes back with the job. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface DepositJob {
  readonly id: string;
  readonly key: string;
  readonly series: string | undefined;
  readonly state: JobState;
  readonly finish: Finish;
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
  /** What failed last, in a sentence; no token, no stack. */
  readonly problem: string | undefined;
  /** What happens next, in words. */
  readonly nextAction: string;
  /** When a waiting job is tried again; when a published one's DOI is looked up next. */
  readonly dueAt: Date | undefined;
  /** When the job is given up if nothing changes. */
  readonly giveUpAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
