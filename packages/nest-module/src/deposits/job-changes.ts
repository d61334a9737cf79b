import type { DepositEnding, Metadata } from '@zenodo-connect/core';
import type { Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { HookTable } from './hooks/hook-table.ts';
import { isPastRecall, type JobFile, type JobState } from './job.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import { JobTable } from './job-table.ts';
import { checkNewDeposit } from './new-deposit.ts';
import { nextAction } from './next-action.ts';

/** What a person may change in a deposit that is not done; the key and the series stay. */
export interface DepositEdit {
  readonly metadata?: Metadata;
  /** Instead of all files; one that an earlier try brought and that is not named any more is taken out of the draft. */
  readonly files?: readonly JobFile[];
  readonly finish?: DepositEnding;
  readonly priority?: number;
}

const retried: ReadonlySet<JobState> = new Set(['failed', 'waiting', 'cancelled']);
const lookedAt: ReadonlySet<JobState> = new Set(['left', 'submitted']);
const edited: ReadonlySet<JobState> = new Set(['failed', 'waiting', 'cancelled', 'queued']);
const cancelledAtOnce: ReadonlySet<JobState> = new Set(['queued', 'waiting', 'failed']);

/** What persons do to jobs. Each is written under the fence that was read, so that it never meets a job that was claimed in between. */
export class JobChanges {
  readonly #store: Store;
  readonly #jobs: JobTable;
  readonly #hooks: HookTable;
  readonly #settings: DepositsSettings;

  constructor(store: Store, settings: DepositsSettings) {
    this.#store = store;
    this.#jobs = new JobTable(store);
    this.#hooks = new HookTable(store);
    this.#settings = settings;
  }

  /** Failed and cancelled jobs get all their time anew. */
  async retry(id: string): Promise<void> {
    await this.#change(id, (job) => {
      if (retried.has(job.state) || thrownAway(job)) return this.#again(job);
      return lookedAt.has(job.state) && !job.leased ? { ...job, dueAt: new Date(this.#settings.now()) } : undefined;
    });
  }

  /** What a job left is published, by another try that goes on in its draft. Others are left as they are. */
  async publish(id: string, finish: DepositEnding = 'publish'): Promise<void> {
    await this.#change(id, (job) => (job.state === 'left' && !thrownAway(job) ? this.#again({ ...job, finish }) : undefined));
  }

  async editAndReplay(id: string, edit: DepositEdit): Promise<void> {
    await this.#change(id, (job) => {
      if (!edited.has(job.state)) throw new JobStateError(job, 'edited', editAdvice(job.state));
      const changed = { ...job, ...edit };
      checkNewDeposit({ ...changed, ...(job.series === undefined ? {} : { series: job.series }) } as Parameters<typeof checkNewDeposit>[0]);
      const kept = new Set(changed.files.map(({ key }) => key));
      const dropped = [...job.dropped, ...job.files].filter(({ key }) => !kept.has(key));
      return this.#again({ ...changed, dropped, progress: undefined });
    });
  }

  /** A running job stops at the next safe point. */
  async cancel(id: string): Promise<void> {
    await this.#change(id, (job) => {
      if (!cancelledAtOnce.has(job.state)) return undefined;
      if (isPastRecall(job) && job.state !== 'failed') {
        throw new JobStateError(job, 'cancelled', 'it may be published already, and the next try finds that out');
      }
      return { ...job, state: 'cancelled', problem: undefined, failure: undefined, waitingFor: undefined, dueAt: undefined };
    });
    await this.#store.write([this.#jobs.askToCancel(id, this.#settings.now())]);
  }

  #again(job: StoredJob): StoredJob {
    const now = this.#settings.now();
    const giveUpAt = job.state === 'waiting' ? job.giveUpAt : new Date(now + (job.giveUpAfterMs ?? this.#settings.giveUpAfterMs));
    const cleared = { problem: undefined, failure: undefined, waitingFor: undefined };
    return { ...job, ...cleared, finish: onceMore(job), state: 'queued', setbacks: 0, dueAt: new Date(now), giveUpAt };
  }

  /** Reads, decides and writes, again when the job changed meanwhile. */
  async #change(id: string, change: (job: StoredJob) => StoredJob | undefined): Promise<void> {
    for (;;) {
      const before = await this.#jobs.find(id);
      if (!before) throw new JobNotFoundError(id);
      const changed = change(before);
      if (!changed) return;
      const now = new Date(this.#settings.now());
      const after = { ...changed, cancelling: false, nextAction: nextAction(changed, now), updatedAt: now };
      const follow = this.#settings.onTransition({ before: publicJob(before), after: publicJob(after) });
      const calls = after.state === before.state ? [] : this.#hooks.calls(after, `by a person at ${now.getTime()}`, now.getTime());
      try {
        await this.#store.write([this.#jobs.edit(after, now.getTime()), ...calls, ...follow]);
        return;
      } catch (error) {
        if (!(error instanceof StaleWriteError)) throw error;
      }
    }
  }
}

/** Core takes a community's no for an answer, unless it is told to ask again. */
const onceMore = ({ finish, failure }: StoredJob): DepositEnding =>
  typeof finish === 'object' && failure?.code === 'declined' ? { ...finish, again: true } : finish;

/** A left job whose draft is gone may be done again. */
const thrownAway = ({ state, problem }: StoredJob): boolean => state === 'left' && problem !== undefined;

const editAdvice = (state: JobState): string =>
  state === 'running' ? 'cancel it first' : 'its draft or record is at Zenodo now, so change that, or add another deposit to the series';

/** No deposit job has this id. */
export class JobNotFoundError extends Error {
  override name = 'JobNotFoundError';

  constructor(id: string) {
    super(`There is no deposit job ${id}; it was never added to this store.`);
  }
}

/** What was asked for cannot be done in the state in which the job is. */
export class JobStateError extends Error {
  override name = 'JobStateError';
  readonly state: JobState;

  constructor({ id, state }: Pick<StoredJob, 'id' | 'state'>, wish: string, advice: string) {
    super(`The deposit job ${id} is ${state} and cannot be ${wish}: ${advice}.`);
    this.state = state;
  }
}
