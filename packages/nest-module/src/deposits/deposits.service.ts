import { Inject, Injectable, type MessageEvent, Optional } from '@nestjs/common';
import type { DepositEnding } from '@zenodo-connect/core';
import { filter, firstValueFrom, map, type Observable, throwError, timeout } from 'rxjs';
import { UnknownAccountError } from '../accounts/account-errors.ts';
import { defaultAccount } from '../accounts/account-options.ts';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import type { SqlTransaction, Statement, Store } from '../store/store.ts';
import { StoreError } from '../store/store-errors.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { HookTable, type MissedHook } from './hooks/hook-table.ts';
import { type DepositJob, endStates, type JobState, type NewDeposit } from './job.ts';
import { type DepositEdit, JobChanges, JobNotFoundError } from './job-changes.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import { type JobQuery, JobTable } from './job-table.ts';
import { JobWatch } from './job-watch.ts';
import { checkNewDeposit, InvalidDepositError, jobIdOf, newJob } from './new-deposit.ts';
import { type AccountPause, Pauses } from './pauses.ts';
import { Wake } from './wake.ts';

/** Never provided: the service that Nest makes sees all accounts. */
const ONE_ACCOUNT = Symbol('ZENODO_ONE_ACCOUNT');

/** A deposit that is to be written in one transaction with rows of the caller's own. */
export interface PreparedDeposit {
  /** The job's id, the same for the same key. */
  readonly id: string;
  readonly job: DepositJob;
  readonly statements: readonly Statement[];
}

export interface AddOptions {
  /**
   * A transaction in the store's PostgreSQL database that the caller began and commits, such as a client of `pg`. The
   * deposit exists with that commit; call `wake` then, or a worker finds it at its next look.
   */
  readonly transaction?: SqlTransaction;
}

export interface WaitOptions {
  /** States to wait for. Default: `left`, `submitted`, `published`, `findable`, `failed`, `cancelled`. */
  readonly until?: readonly JobState[];
  /** Milliseconds. Default: for ever. */
  readonly timeoutMs?: number;
}

export type DepositsStats = Readonly<Record<JobState, number>>;

/** The durable list of deposits. What it answers was read from the store; nothing is kept in memory. */
@Injectable()
export class DepositsService {
  readonly #store: Store;
  readonly #jobs: JobTable;
  readonly #changes: JobChanges;
  readonly #pauses: Pauses;
  readonly #hooks: HookTable;
  readonly #settings: DepositsSettings;
  readonly #wake: Wake;
  readonly #watch: JobWatch;
  readonly #accounts: ZenodoAccounts;
  readonly #telemetry: Telemetry;
  /** Whose deposits these are; undefined for everybody's. */
  readonly #account: string | undefined;

  constructor(
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(Wake) wake: Wake,
    @Inject(JobWatch) watch: JobWatch,
    @Inject(ZenodoAccounts) accounts: ZenodoAccounts,
    @Inject(Telemetry) telemetry: Telemetry,
    @Optional() @Inject(ONE_ACCOUNT) account?: string,
  ) {
    this.#accounts = accounts;
    this.#telemetry = telemetry;
    this.#account = account;
    this.#store = store;
    this.#jobs = new JobTable(store);
    this.#changes = new JobChanges(store, settings);
    this.#pauses = new Pauses(store);
    this.#hooks = new HookTable(store);
    this.#settings = settings;
    this.#wake = wake;
    this.#watch = watch;
  }

  /** The same for one account alone: it adds for it, and neither shows nor changes the deposits of others. */
  forAccount(account: string): DepositsService {
    return new DepositsService(this.#store, this.#settings, this.#wake, this.#watch, this.#accounts, this.#telemetry, account);
  }

  /**
   * Resolves once the deposit is on disk; from then on it is done, whatever happens to this process. A key that was added
   * before answers the job that is there, unchanged.
   *
   * @throws {InvalidDepositError} it could never be deposited
   * @throws {UnknownAccountError} no account has the name; it lists those that there are
   * @throws {StoreError} it was not stored
   */
  async add(deposit: NewDeposit, { transaction }: AddOptions = {}): Promise<DepositJob> {
    const { id, job, statements } = this.prepare(deposit);
    const known = await this.find(id);
    if (known) return known;
    if (transaction) {
      await this.#writeIn(transaction, statements);
      return job;
    }
    await this.#store.write(statements);
    this.wake(id);
    return this.get(id);
  }

  /**
   * Adds all of them in one transaction, or none; in their order. Answers their jobs in that order too.
   *
   * @throws {InvalidDepositError} one could never be deposited
   */
  async addBulk(deposits: readonly NewDeposit[], { transaction }: AddOptions = {}): Promise<readonly DepositJob[]> {
    const prepared = deposits.map((one) => this.prepare(one));
    const statements = prepared.flatMap((one) => one.statements);
    if (transaction) {
      await this.#writeIn(transaction, statements);
      return prepared.map(({ job }) => job);
    }
    const results = await this.#store.write(statements);
    this.wake();
    // Those that were not inserted are there already; the others need not be read again.
    let at = 0;
    const known = prepared.flatMap(({ id, statements: own }) => {
      const isNew = results[at]?.changes === 1;
      at += own.length;
      return isNew ? [] : [id];
    });
    const stored = new Map((await this.#jobs.findAll([...new Set(known)])).map((job) => [job.id, publicJob(job)]));
    return prepared.map(({ id, job }) => stored.get(id) ?? job);
  }

  /**
   * The statements of `add`, for `store.write` together with others; call `wake` afterwards. For a key that is there
   * already they leave the job as it is.
   *
   * @throws {InvalidDepositError} it could never be deposited
   */
  prepare(deposit: NewDeposit): PreparedDeposit {
    const own = this.#own(deposit);
    checkNewDeposit(own);
    const trace = this.#telemetry.trace();
    const stored = newJob(own, this.#settings.now(), this.#settings.giveUpAfterMs, trace);
    const job = publicJob(stored);
    const follow = this.#settings.onTransition({ before: undefined, after: job });
    return { id: job.id, job, statements: [this.#jobs.insert(stored, own), ...follow] };
  }

  /** @throws {JobNotFoundError} no job has this id */
  async get(id: string): Promise<DepositJob> {
    const job = await this.find(id);
    if (!job) throw new JobNotFoundError(id);
    return job;
  }

  async find(id: string): Promise<DepositJob | undefined> {
    const job = await this.#jobs.find(id);
    return job && this.#isOwn(job) ? publicJob(job) : undefined;
  }

  async findByKey(key: string, account: string = this.#account ?? defaultAccount): Promise<DepositJob | undefined> {
    return this.find(jobIdOf(key, account));
  }

  /** One page, newest first. */
  async list(query: JobQuery = {}): Promise<readonly DepositJob[]> {
    const account = this.#account ?? query.account;
    return (await this.#jobs.list({ ...query, ...(account === undefined ? {} : { account }) })).map(publicJob);
  }

  /** Jobs that need a person, newest first: `problem` is the reason, `failure` has the cure, the refused fields and the last answer. */
  async deadLetters(query: Omit<JobQuery, 'state'> = {}): Promise<readonly DepositJob[]> {
    return this.list({ ...query, state: 'failed' });
  }

  /**
   * Queues a failed or cancelled job again, with all its time before it; a waiting one is tried at once, and the draft of a
   * left or submitted one is looked at at once. One that a community has declined is submitted again. Others are left as they are.
   *
   * @throws {JobNotFoundError} no job has this id
   */
  async retry(id: string): Promise<DepositJob> {
    return this.#changed(id, () => this.#changes.retry(id));
  }

  /**
   * Publishes the draft that a job left, for ever: the same job runs once more, compares the files and publishes. Later jobs of
   * its series wait. One that is not `left`, or whose draft a person threw away, is left as it is.
   *
   * @param finish - default `publish`; or a community that it is submitted to
   * @throws {JobNotFoundError} no job has this id
   */
  async publish(id: string, finish?: DepositEnding): Promise<DepositJob> {
    return this.#changed(id, () => this.#changes.publish(id, finish));
  }

  /**
   * Changes the deposit of a job that is not done, and queues it again. It goes on in the draft that it has.
   *
   * @throws {JobNotFoundError} no job has this id
   * @throws {JobStateError} it runs, or its draft or record is done
   * @throws {InvalidDepositError} the changed deposit could never be deposited
   */
  async editAndReplay(id: string, edit: DepositEdit): Promise<DepositJob> {
    return this.#changed(id, () => this.#changes.editAndReplay(id, edit));
  }

  /**
   * Takes a job back. A running one stops at the next safe point, at whichever process; one that is just publishing is
   * published, since nobody can take that back. A draft that was made stays at Zenodo. Done jobs are left as they are.
   *
   * @throws {JobNotFoundError} no job has this id
   * @throws {JobStateError} an earlier try may have published it, which the next one finds out
   */
  async cancel(id: string): Promise<DepositJob> {
    return this.#changed(id, () => this.#changes.cancel(id));
  }

  /**
   * The job now and after each change that is seen, from whichever process; completes with the job's last state, and fails
   * with {@link JobNotFoundError}. A job that is `published` goes on to `findable`.
   */
  watch(id: string): Observable<DepositJob> {
    return this.#seen(id, isOver);
  }

  /** The same for a method with Nest's `@Sse()`: events of the type `deposit`, without metadata and files. */
  sse(id: string): Observable<MessageEvent> {
    return this.watch(id).pipe(
      map(({ metadata: _metadata, files: _files, meta: _meta, journal: _journal, ...shown }) => ({ type: 'deposit', data: shown })),
    );
  }

  /**
   * Resolves with the job once it is in one of the states; by default when it needs no worker any more, but for DataCite.
   *
   * @throws {JobNotFoundError} no job has this id
   * @throws {DepositTimeoutError} it is not, after `timeoutMs`; it goes on all the same
   */
  async wait(id: string, { until = [...endStates], timeoutMs }: WaitOptions = {}): Promise<DepositJob> {
    const reached = this.#seen(id).pipe(filter(({ state }) => until.includes(state)));
    if (timeoutMs === undefined) return firstValueFrom(reached);
    const late = () => throwError(() => new DepositTimeoutError(id, until, timeoutMs));
    return firstValueFrom(reached.pipe(timeout({ first: timeoutMs, with: late })));
  }

  /** `@OnDeposit` handlers that failed until they were given up, the latest first; at most 500, for 30 days after the change. */
  async missedHooks(): Promise<readonly MissedHook[]> {
    const missed = await this.#hooks.missed(500);
    if (this.#account === undefined) return missed;
    const jobs = await this.#jobs.findAll([...new Set(missed.map(({ jobId }) => jobId))]);
    const own = new Set(jobs.filter((job) => this.#isOwn(job)).map(({ id }) => id));
    return missed.filter(({ jobId }) => own.has(jobId));
  }

  /**
   * Calls the handlers again that were given up for this job; resolves with how many.
   *
   * @throws {JobNotFoundError} no job has this id
   */
  async callMissedHooks(jobId: string): Promise<number> {
    await this.get(jobId);
    const [result] = await this.#store.write([this.#hooks.callAgain(jobId, this.#settings.now())]);
    this.wake();
    return result?.changes ?? 0;
  }

  /** Accounts whose token Zenodo refuses; their jobs wait for another one. */
  async pauses(): Promise<readonly AccountPause[]> {
    return (await this.#pauses.list()).filter((pause) => this.#isOwn(pause));
  }

  /** Lets the jobs of a paused account go on now, rather than when Zenodo is seen to take its token again. False when it is not paused. */
  async resume(account: string = this.#account ?? defaultAccount): Promise<boolean> {
    const was = await this.#pauses.end(account);
    this.wake();
    return was;
  }

  /** Makes the workers look for work now; after a `prepare` of one's own. */
  wake(id?: string): void {
    this.#wake.call(id);
  }

  async stats(): Promise<DepositsStats> {
    const none = { queued: 0, running: 0, waiting: 0, left: 0, submitted: 0, published: 0, findable: 0, failed: 0, cancelled: 0 };
    return { ...none, ...Object.fromEntries(await this.#jobs.countByState(this.#account)) };
  }

  /** The deposit with its account, which has to be one that there is. */
  #own(deposit: NewDeposit): NewDeposit {
    const account = deposit.account ?? this.#account ?? defaultAccount;
    if (this.#account !== undefined && account !== this.#account)
      throw new InvalidDepositError(`These are the deposits of the account "${this.#account}"; add one of "${account}" to its own.`);
    if (typeof account === 'string' && !this.#accounts.mayBe(account)) throw new UnknownAccountError(account, this.#accounts.names);
    return { ...deposit, account };
  }

  /** A job of another account is none. */
  async #changed(id: string, change: () => Promise<void>): Promise<DepositJob> {
    await this.get(id);
    await change();
    this.wake(id);
    return this.get(id);
  }

  #isOwn({ account }: Pick<DepositJob, 'account'>): boolean {
    return this.#account === undefined || this.#account === account;
  }

  #seen(id: string, isLast?: (job: StoredJob) => boolean): Observable<DepositJob> {
    const absent = () => new JobNotFoundError(id);
    return this.#watch.of(id, absent, isLast).pipe(
      map((job) => {
        if (!this.#isOwn(job)) throw absent();
        return job;
      }),
    );
  }

  async #writeIn(transaction: SqlTransaction, statements: readonly Statement[]): Promise<void> {
    if (!this.#store.writeIn) {
      throw new StoreError(
        'statement',
        'This store has no transaction to share with others. Use prepare, and write its statements together with your own.',
      );
    }
    await this.#store.writeIn(transaction, statements);
  }
}

/** A published job that DataCite is still asked for changes once more; while it is asked, the job is leased. */
const isOver = ({ state, dueAt, leased }: StoredJob): boolean =>
  endStates.has(state) && !(state === 'published' && (leased || dueAt !== undefined));

/** The job was not where it was waited for in time. */
export class DepositTimeoutError extends Error {
  override name = 'DepositTimeoutError';

  constructor(id: string, states: readonly JobState[], timeoutMs: number) {
    super(`The deposit job ${id} is not ${states.join(', ')} after ${timeoutMs} ms; it goes on. Wait again, or ask for it later.`);
  }
}
