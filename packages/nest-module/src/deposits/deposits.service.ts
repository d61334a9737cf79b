import { Inject, Injectable } from '@nestjs/common';
import type { Statement, Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import type { DepositsSettings } from './deposits-options.ts';
import type { DepositJob, JobState, NewDeposit } from './job.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import { type JobQuery, JobTable } from './job-table.ts';
import { checkNewDeposit, jobIdOf, newJob } from './new-deposit.ts';
import { nextAction } from './next-action.ts';
import { Wake } from './wake.ts';

/** A deposit that is to be written in one transaction with rows of the caller's own. */
export interface PreparedDeposit {
  /** The job's id, the same for the same key. */
  readonly id: string;
  readonly statements: readonly Statement[];
}

export type DepositsStats = Readonly<Record<JobState, number>>;

/** The durable list of deposits. What it answers was read from the store; nothing is kept in memory. */
@Injectable()
export class DepositsService {
  readonly #store: Store;
  readonly #jobs: JobTable;
  readonly #settings: DepositsSettings;
  readonly #wake: Wake;

  constructor(@Inject(ZENODO_STORE) store: Store, @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings, @Inject(Wake) wake: Wake) {
    this.#store = store;
    this.#jobs = new JobTable(store);
    this.#settings = settings;
    this.#wake = wake;
  }

  /**
   * Resolves once the deposit is on disk; from then on it is done, whatever happens to this process. A key that was added
   * before answers the job that is there, unchanged.
   *
   * @throws {InvalidDepositError} it could never be deposited
   * @throws {StoreError} it was not stored
   */
  async add(deposit: NewDeposit): Promise<DepositJob> {
    const { id, statements } = this.prepare(deposit);
    const known = await this.find(id);
    if (known) return known;
    await this.#store.write(statements);
    this.wake();
    return this.get(id);
  }

  /**
   * The statements of `add`, for `store.write` together with others; call `wake` afterwards. For a key that is there
   * already they leave the job as it is.
   *
   * @throws {InvalidDepositError} it could never be deposited
   */
  prepare(deposit: NewDeposit): PreparedDeposit {
    checkNewDeposit(deposit);
    const job = newJob(deposit, this.#settings.now(), this.#settings.giveUpAfterMs);
    const follow = this.#settings.onTransition({ before: undefined, after: publicJob(job) });
    return { id: job.id, statements: [this.#jobs.insert(job, deposit), ...follow] };
  }

  /** @throws {JobNotFoundError} no job has this id */
  async get(id: string): Promise<DepositJob> {
    return publicJob(await this.#stored(id));
  }

  async find(id: string): Promise<DepositJob | undefined> {
    const job = await this.#jobs.find(id);
    return job && publicJob(job);
  }

  async findByKey(key: string): Promise<DepositJob | undefined> {
    return this.find(jobIdOf(key));
  }

  /** One page, newest first. */
  async list(query: JobQuery = {}): Promise<readonly DepositJob[]> {
    return (await this.#jobs.list(query)).map(publicJob);
  }

  /**
   * Queues a failed job again, with all its time before it; a waiting one is tried at once. Others are left as they are.
   *
   * @throws {JobNotFoundError} no job has this id
   */
  async retry(id: string): Promise<DepositJob> {
    const job = await this.#stored(id);
    if (job.state !== 'failed' && job.state !== 'waiting') return publicJob(job);
    const now = this.#settings.now();
    const giveUpAt = job.state === 'failed' ? new Date(now + this.#settings.giveUpAfterMs) : job.giveUpAt;
    const again = { ...job, state: 'queued' as const, setbacks: 0, problem: undefined, dueAt: new Date(now), giveUpAt };
    const after = { ...again, nextAction: nextAction(again, new Date(now)), updatedAt: new Date(now) };
    const follow = this.#settings.onTransition({ before: publicJob(job), after: publicJob(after) });
    try {
      await this.#store.write([this.#jobs.settle(after, now), ...follow]);
    } catch (error) {
      // Somebody claimed or retried it in between, which is what was asked for.
      if (!(error instanceof StaleWriteError)) throw error;
    }
    this.wake();
    return this.get(id);
  }

  /** Makes this process look for work now; after a `prepare` of one's own. */
  wake(): void {
    this.#wake.call();
  }

  async stats(): Promise<DepositsStats> {
    const none = { queued: 0, running: 0, waiting: 0, left: 0, published: 0, findable: 0, failed: 0 };
    return { ...none, ...Object.fromEntries(await this.#jobs.countByState()) };
  }

  async #stored(id: string): Promise<StoredJob> {
    const job = await this.#jobs.find(id);
    if (!job) throw new JobNotFoundError(id);
    return job;
  }
}

/** No deposit job has this id. */
export class JobNotFoundError extends Error {
  override name = 'JobNotFoundError';

  constructor(id: string) {
    super(`There is no deposit job ${id}; it was never added to this store.`);
  }
}
