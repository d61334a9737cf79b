import type { DepositJournalEntry, DepositProgress, DepositStep, Wait, Zenodo } from '@zenodo-connect/core';
import type { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import type { Statement, Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { othersSeen } from './drafts-seen.ts';
import { removeDropped } from './dropped-files.ts';
import type { HookTable } from './hooks/hook-table.ts';
import { endStates, isPastRecall } from './job.ts';
import type { JobUpdate } from './job-columns.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import type { JobTable } from './job-table.ts';
import { brief, lookAtDoi, lookAtDraft } from './looks.ts';
import { nextAction, runningAfter, untilOpen, uploading } from './next-action.ts';
import { isRefusal } from './outcome.ts';
import { patiently } from './patiently.ts';
import type { Pauses } from './pauses.ts';
import { endingFor, previousOf } from './previous.ts';
import { PutOffError } from './put-off.ts';
import { afterDeposit, afterFailure, delayAt } from './settlement.ts';
import { refusalOf } from './token-check.ts';

export interface RunContext {
  readonly accounts: ZenodoAccounts;
  readonly telemetry: Telemetry;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly pauses: Pauses;
  readonly hooks: HookTable;
  readonly settings: DepositsSettings;
}

/** The reason of an abort at shutdown: the job goes back to the queue. */
const shutdown = new Error('The application shuts down.');
/** The reason of an abort that a person asked for. */
const cancelled = new Error('The deposit was cancelled.');

/** A claim that says what the job becomes, with what else is to be written in the same transaction. */
interface Ending {
  readonly update: Partial<JobUpdate>;
  readonly beside?: readonly Statement[];
}

/** One try of one claimed job. Every write carries the claim's fence; the first that is refused ends the try in silence. */
export class JobRun {
  readonly id: string;
  readonly #context: RunContext;
  readonly #claimed: StoredJob;
  readonly #abort = new AbortController();
  #job: StoredJob;
  #beatAt: number;
  #untold = false;

  constructor(context: RunContext, claimed: StoredJob) {
    this.id = claimed.id;
    this.#context = context;
    this.#claimed = claimed;
    this.#job = claimed;
    this.#beatAt = context.settings.now();
  }

  /** Never rejects for what Zenodo or the files did; rejects when the end could not be written, and then the lease runs out. */
  async run(): Promise<void> {
    try {
      const { telemetry } = this.#context;
      await telemetry.around(publicJob(this.#job), this.#job.trace, async () => this.#settle(await this.#ending()));
    } catch (error) {
      if (!this.#isLost(error)) throw error;
    }
  }

  /** Makes the lease longer when a third of it is over, and tells how many bytes were sent. */
  async heartbeat(): Promise<void> {
    const { now, leaseMs } = this.#context.settings;
    // Below zero: the clock was set back, and the lease that is written down ends at another time.
    const sinceMs = now() - this.#beatAt;
    if (sinceMs >= 0 && sinceMs < leaseMs / 3 && !this.#untold) return;
    this.#beatAt = now();
    this.#untold = false;
    try {
      await this.#context.store.write([this.#context.jobs.progress(this.#job, now(), leaseMs)]);
    } catch (error) {
      if (error instanceof StaleWriteError) this.#abort.abort(error);
      else {
        // The next look tries again.
        this.#beatAt = 0;
        throw error;
      }
    }
  }

  /** The client holds its calls back for Zenodo's limit, which is counted for all of them together. */
  waits({ reason, untilAt }: Wait): void {
    if (reason !== 'rate_limit' || this.#claimed.state === 'published') return;
    this.#job = { ...this.#job, waitingFor: 'rate_limit', nextAction: untilOpen(untilAt, new Date(this.#context.settings.now())) };
    this.#untold = true;
  }

  /** Stops where it is; another start goes on from the journal. */
  stop(): void {
    this.#abort.abort(shutdown);
  }

  /** Stops where it is, unless it is publishing, or has, or a community has it: only Zenodo knows how that ends. */
  cancel(): void {
    if (!isPastRecall(this.#job) && this.#job.journal?.step !== 'submitted') this.#abort.abort(cancelled);
  }

  async #ending(): Promise<Ending> {
    const { accounts, settings } = this.#context;
    const call = { signal: this.#abort.signal };
    if (this.#claimed.cancelling) this.cancel();
    const account = await clientOf(accounts, this.#job.account);
    if ('error' in account) return { update: this.#withoutAccount(account.error) };
    const { zenodo } = account;
    if (this.#claimed.state === 'published') return { update: await this.#look(lookAtDoi(this.#job, zenodo, settings, call)) };
    if (this.#claimed.state === 'left' || this.#claimed.state === 'submitted') return this.#lookAtDrafts(zenodo);
    return this.#deposit(zenodo);
  }

  async #lookAtDrafts(zenodo: Zenodo): Promise<Ending> {
    const { jobs, settings } = this.#context;
    const call = { ...brief, signal: this.#abort.signal };
    const update = await this.#look(lookAtDraft(this.#job, zenodo, settings, call));
    return { update, beside: await othersSeen(this.#job, jobs, zenodo, settings, call) };
  }

  /** A deposit fails or waits; a look at one that is done is only put off. */
  #withoutAccount(error: unknown): Partial<JobUpdate> {
    const { settings } = this.#context;
    const { state, setbacks } = this.#claimed;
    if (!endStates.has(state)) return afterFailure(this.#job, error, settings);
    return { setbacks: setbacks + 1, dueAt: new Date(settings.now() + delayAt(settings.leftDelaysMs, setbacks + 1)) };
  }

  /** A look that shutdown cut off is taken again at the next start. */
  async #look(looking: Promise<Partial<JobUpdate>>): Promise<Partial<JobUpdate>> {
    const update = await looking;
    return this.#abort.signal.aborted ? { dueAt: new Date(this.#context.settings.now()) } : update;
  }

  async #deposit(zenodo: Zenodo): Promise<Ending> {
    const { jobs, settings } = this.#context;
    const { key, metadata, finish, files, versionLabel } = this.#claimed;
    const { signal } = this.#abort;
    try {
      signal.throwIfAborted();
      // Its draft was complete: Zenodo is asked nothing as long as it has to wait.
      if (this.#claimed.failure?.code === 'put_off' && finish !== 'leave') await this.#askToPublish();
      const previous = await previousOf(this.#claimed, jobs, zenodo, signal);
      if (await removeDropped(this.#job, zenodo, signal)) this.#job = { ...this.#job, dropped: [] };
      const result = await zenodo.deposit({
        key,
        metadata,
        ...(versionLabel !== undefined && { versionLabel: (index: number) => versionLabel.replaceAll('{index}', String(index)) }),
        finish: await endingFor(finish, previous, zenodo, signal),
        files: await Promise.all(files.map(async (file) => settings.openFile(file))),
        journal: { load: async () => this.#job.journal, save: (entry) => this.#save(entry) },
        beforePublish: () => this.#askToPublish(),
        onStep: (step) => this.#tell(step),
        onProgress: (progress) => this.#count(progress),
        signal,
        ...(previous === undefined ? {} : { previous }),
      });
      return { update: afterDeposit(result, settings) };
    } catch (error) {
      if (this.#isLost(error)) throw error;
      return this.#stopped(error, zenodo);
    }
  }

  async #stopped(error: unknown, zenodo: Zenodo): Promise<Ending> {
    const { pauses, settings } = this.#context;
    const now = settings.now();
    if (this.#abort.signal.reason === cancelled) return { update: { state: 'cancelled', problem: undefined, dueAt: undefined } };
    if (this.#abort.signal.reason === shutdown) return { update: { state: 'queued', dueAt: new Date(now) } };
    const refusal = isRefusal(error) ? await refusalOf(zenodo, this.#abort.signal) : undefined;
    if (refusal === undefined) return { update: afterFailure(this.#job, error, settings) };
    const { problem, failure } = refusal;
    return {
      update: { state: 'waiting', waitingFor: 'token', problem, failure, dueAt: new Date(now) },
      beside: [pauses.begin(this.#job.account, problem, now, now + settings.pauseCheckMs)],
    };
  }

  /** @throws {PutOffError} the application lets it wait */
  async #askToPublish(): Promise<void> {
    const wait = await this.#context.settings.putOff(publicJob(this.#job));
    if (wait) throw new PutOffError(wait);
  }

  #tell(step: DepositStep): void {
    const { settings, telemetry } = this.#context;
    telemetry.tell((one) => one.step?.(publicJob(this.#job), step));
    try {
      settings.onStep(publicJob(this.#job), step);
    } catch {
      // A log that fails is no reason to stop a deposit.
    }
  }

  #count({ sentBytes, totalBytes }: DepositProgress): void {
    const progress = { sentBytes, totalBytes };
    this.#job = { ...this.#job, progress, waitingFor: undefined, nextAction: uploading(progress) };
    this.#untold = true;
  }

  async #save(journal: DepositJournalEntry): Promise<void> {
    const { store, jobs, settings } = this.#context;
    const { step, draftId = this.#job.recordId, doi = this.#job.doi } = journal;
    // What was cancelled or stopped a moment ago is not published any more.
    if (step === 'publishing') this.#abort.signal.throwIfAborted();
    this.#job = { ...this.#job, journal, recordId: draftId, doi, waitingFor: undefined, nextAction: runningAfter(step) };
    this.#beatAt = settings.now();
    const follow = settings.onJournal(publicJob(this.#job));
    const save = () => store.write([jobs.progress(this.#job, settings.now(), settings.leaseMs), ...follow]);
    await patiently(save, settings.leaseMs, this.#abort.signal);
  }

  async #settle({ update, beside = [] }: Ending): Promise<void> {
    const { store, jobs, hooks, settings, telemetry } = this.#context;
    const now = new Date(settings.now());
    const cleared = { waitingFor: undefined, failure: undefined };
    const changed: StoredJob = { ...this.#job, ...cleared, ...update, updatedAt: now };
    const after = { ...changed, cancelling: changed.cancelling && !endStates.has(changed.state), nextAction: nextAction(changed, now) };
    const change = { before: publicJob(this.#claimed), after: publicJob(after) };
    const follow = settings.onTransition(change);
    const calls = after.state === this.#claimed.state ? [] : hooks.calls(after, String(after.fence), now.getTime());
    const statements = [jobs.settle(after, now.getTime()), ...calls, ...beside, ...follow];
    // A settled job keeps its fence until it is claimed again, so the same end may be written twice.
    await patiently(() => store.write(statements), settings.leaseMs, new AbortController().signal);
    telemetry.tell((one) => one.settled?.(change));
  }

  /** Another worker holds the job now: what this one still learns is not written. */
  #isLost(error: unknown): boolean {
    return this.#abort.signal.reason instanceof StaleWriteError || staleIn(error);
  }
}

/** Core wraps what the journal threw. */
function staleIn(error: unknown): boolean {
  return error instanceof StaleWriteError || (error instanceof Error && error.cause !== undefined && staleIn(error.cause));
}

function clientOf(accounts: ZenodoAccounts, name: string): Promise<{ readonly zenodo: Zenodo } | { readonly error: unknown }> {
  return accounts.resolve(name).then(
    (zenodo) => ({ zenodo }),
    (error: unknown) => ({ error }),
  );
}
