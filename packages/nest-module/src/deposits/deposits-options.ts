import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DepositStep, FileSource } from '@zenodo-connect/core';
import type { Statement } from '../store/store.ts';
import { openPathRef } from './deposit-files.ts';
import type { DepositJob, JobFile } from './job.ts';
import type { PutOff } from './put-off.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A job before and after one change; `before` is undefined when the job is new. */
export interface JobChange {
  readonly before: DepositJob | undefined;
  readonly after: DepositJob;
}

/** All times in milliseconds. */
export interface DepositsOptions {
  /** Whether this process works the jobs off. Default true; false for one that only adds and reads them. */
  readonly run?: boolean;
  /** Jobs worked on at once in this process. Default 2. */
  readonly concurrency?: number;
  /** How long a job belongs to a process that stopped giving signs of life. Default 30 s. */
  readonly leaseMs?: number;
  /** Between two looks for due jobs; an added job does not wait for it. Default 1 s. */
  readonly pollMs?: number;
  /** From the first failed try until a job that cannot be done is given up; from publishing, until a DOI is not looked for any more. Default 14 days. */
  readonly giveUpAfterMs?: number;
  /** Before the second, third, … try; the last one repeats. Default 2 s, 10 s, 30 s, 2 min, 5 min, 15 min, 30 min, 1 h. */
  readonly retryDelaysMs?: readonly number[];
  /** Before each look at DataCite after publishing; the last one repeats. Default 1 s, 2 s, 5 s, 15 s, 1 min, 5 min, 15 min, 1 h. */
  readonly doiDelaysMs?: readonly number[];
  /** Before each look whether a person published a draft that was left; the last one repeats. Default 5 min, 15 min, 1 h, 6 h. */
  readonly leftDelaysMs?: readonly number[];
  /** How long a left draft is looked after. Default 90 days. */
  readonly leftForMs?: number;
  /** Between two looks whether Zenodo takes the token of a paused account again. Default 5 min. */
  readonly pauseCheckMs?: number;
  /** Whether this process runs `@OnDeposit` handlers. Default: as `run`. */
  readonly hooks?: boolean;
  /** At shutdown, what a running step may take before it is stopped; another start goes on with it. Default 10 s. */
  readonly shutdownMs?: number;
  /**
   * Names this process among those that share the store. One that stays the same over restarts gets its own jobs back at
   * once instead of after the lease; no two living processes may share it. Default: unique.
   */
  readonly owner?: string;
  /** Opens the file that a job names. Default: `path:/where/it/is`. */
  readonly openFile?: (file: JobFile) => FileSource | Promise<FileSource>;
  /**
   * Statements that are written in the same transaction as a job's change, so that none is without the other. Called for
   * a new job and at each end of a try, not when one begins. May be called for a change that then loses a race (and
   * again for a key that is added twice): write with ids of your own and `ON CONFLICT DO NOTHING`.
   */
  readonly onTransition?: (change: JobChange) => readonly Statement[];
  /**
   * Statements that are written in the same transaction as an entry of a running job's journal, which says how far it is
   * (`job.journal.step`). A step that is gone through again is told again: write with ids of your own and `ON CONFLICT DO NOTHING`.
   */
  readonly onJournal?: (job: DepositJob) => readonly Statement[];
  /**
   * Asked right before a complete draft is published or submitted to a community: until when it has to wait, and why. It is
   * asked again then, before Zenodo is asked anything, and may answer another time; the wait is not held against the job.
   */
  readonly putOff?: (job: DepositJob) => PutOff | undefined | Promise<PutOff | undefined>;
  /**
   * Told each step of a deposit as it happens, for logs and progress signs. Nothing is to depend on it: a step that a killed
   * process took is not told again.
   */
  readonly onStep?: (job: DepositJob, step: DepositStep) => void;
  /**
   * Works the jobs off in a worker thread of this process, so that uploads never keep what else it does waiting. The file calls
   * `runDeposits` of `@zenodo-connect/nestjs/thread`, and says there what `openFile` and `onTransition` are for it.
   */
  readonly thread?: DepositThreadOptions | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

export interface DepositThreadOptions {
  /** The script, such as `new URL('./deposits.thread.js', import.meta.url)`. */
  readonly file: URL;
  /** What the thread gets at each of its starts; values that structured clone keeps. */
  readonly data?: () => unknown;
  /** The thread ends when it has had nothing to do for so long, and is started again when something is due. Default 1 min. */
  readonly restMs?: number;
}

export type DepositsSettings = Required<Omit<DepositsOptions, 'thread'>> & Pick<DepositsOptions, 'thread'>;

/** With what is left out, or given as undefined, at its default. What an option may be is looked at before, by `checkOptions`. */
export function depositsSettings(options: DepositsOptions = {}): DepositsSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults(), hooks: options.run ?? true, ...given };
}

const defaults = (): DepositsSettings => ({
  run: true,
  concurrency: 2,
  leaseMs: 30 * second,
  pollMs: second,
  giveUpAfterMs: 14 * day,
  retryDelaysMs: [2 * second, 10 * second, 30 * second, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour],
  leftDelaysMs: [5 * minute, 15 * minute, hour, 6 * hour],
  leftForMs: 90 * day,
  pauseCheckMs: 5 * minute,
  hooks: true,
  doiDelaysMs: [second, 2 * second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute, hour],
  shutdownMs: 10 * second,
  owner: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  openFile: openPathRef,
  onTransition: () => [],
  onJournal: () => [],
  putOff: () => undefined,
  onStep: () => {},
  now: Date.now,
});
