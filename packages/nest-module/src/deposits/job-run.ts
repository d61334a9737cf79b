import type { DepositJournalEntry, DepositResult, DepositStep, Zenodo } from '@zenodo-connect/core';
import type { Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { publicJob, type StoredJob } from './job-row.ts';
import type { JobTable, JobUpdate } from './job-table.ts';
import { nextAction, runningAfter } from './next-action.ts';
import { verdictOn } from './outcome.ts';
import { previousOf } from './previous.ts';

export interface RunContext {
  readonly zenodo: Zenodo;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly settings: DepositsSettings;
}

/** The reason of an abort at shutdown: the job goes back to the queue. */
const shutdown = new Error('The application shuts down.');

/** DataCite is another host than Zenodo; a look-up is to hold no worker for long, and comes again by itself. */
const doiCall = { timeoutMs: 10_000, maxRetries: 0 };

/** One try of one claimed job. Every write carries the claim's fence; the first that is refused ends the try in silence. */
export class JobRun {
  readonly #context: RunContext;
  readonly #claimed: StoredJob;
  readonly #abort = new AbortController();
  #job: StoredJob;
  #beatAt: number;

  constructor(context: RunContext, claimed: StoredJob) {
    this.#context = context;
    this.#claimed = claimed;
    this.#job = claimed;
    this.#beatAt = context.settings.now();
  }

  /** Never rejects for what Zenodo or the files did; rejects when the end could not be written, and then the lease runs out. */
  async run(): Promise<void> {
    try {
      await this.#settle(this.#claimed.state === 'published' ? await this.#lookUp() : await this.#deposit());
    } catch (error) {
      if (!this.#isLost(error)) throw error;
    }
  }

  /** Makes the lease longer when a third of it is over. */
  async heartbeat(): Promise<void> {
    const { now, leaseMs } = this.#context.settings;
    if (now() - this.#beatAt < leaseMs / 3) return;
    this.#beatAt = now();
    try {
      await this.#context.store.write([this.#context.jobs.progress(this.#job, now(), leaseMs)]);
    } catch (error) {
      if (!(error instanceof StaleWriteError)) throw error;
      this.#abort.abort(error);
    }
  }

  /** Stops where it is; another start goes on from the journal. */
  stop(): void {
    this.#abort.abort(shutdown);
  }

  async #deposit(): Promise<Partial<JobUpdate>> {
    const { zenodo, jobs, settings } = this.#context;
    const { key, metadata, finish, files } = this.#claimed;
    try {
      const previous = await previousOf(this.#claimed, jobs, zenodo, this.#abort.signal);
      const result = await zenodo.deposit({
        key,
        metadata,
        finish,
        files: await Promise.all(files.map(async (file) => settings.openFile(file))),
        journal: { load: async () => this.#job.journal, save: (entry) => this.#save(entry) },
        onStep: (step) => this.#tell(step),
        signal: this.#abort.signal,
        ...(previous === undefined ? {} : { previous }),
      });
      return this.#done(result);
    } catch (error) {
      if (this.#isLost(error)) throw error;
      return this.#abort.signal.reason === shutdown ? this.#requeue() : this.#failed(error);
    }
  }

  #tell(step: DepositStep): void {
    try {
      this.#context.settings.onStep(publicJob(this.#job), step);
    } catch {
      // A log that fails is no reason to stop a deposit.
    }
  }

  async #save(journal: DepositJournalEntry): Promise<void> {
    const { store, jobs, settings } = this.#context;
    const { step, draftId = this.#job.recordId, doi = this.#job.doi } = journal;
    this.#job = { ...this.#job, journal, recordId: draftId, doi, nextAction: runningAfter(step) };
    this.#beatAt = settings.now();
    await store.write([jobs.progress(this.#job, settings.now(), settings.leaseMs)]);
  }

  #done({ status, id, doi, conceptDoi, htmlUrl }: DepositResult): Partial<JobUpdate> {
    const ended = { recordId: id, doi, conceptDoi, htmlUrl, problem: undefined, setbacks: 0 };
    if (status === 'draft') return { ...ended, state: 'left', dueAt: undefined };
    const { now, giveUpAfterMs, doiDelaysMs } = this.#context.settings;
    return { ...ended, state: 'published', dueAt: new Date(now() + doiDelaysMs[0]!), giveUpAt: new Date(now() + giveUpAfterMs) };
  }

  #requeue(): Partial<JobUpdate> {
    return { state: 'queued', dueAt: new Date(this.#context.settings.now()) };
  }

  #failed(error: unknown): Partial<JobUpdate> {
    const { kind, problem, notBefore } = verdictOn(error);
    const { now, retryDelaysMs, giveUpAfterMs } = this.#context.settings;
    const { setbacks } = this.#job;
    if (kind === 'person') return { state: 'failed', problem, dueAt: undefined };
    // Time spent behind others of its series is not held against a job.
    const giveUpAt = setbacks === 0 ? new Date(now() + giveUpAfterMs) : this.#job.giveUpAt;
    if (now() >= giveUpAt.getTime())
      return { state: 'failed', problem: `Given up after ${setbacks + 1} tries. ${problem}`, dueAt: undefined };
    const due = Math.max(now() + delayAt(retryDelaysMs, setbacks), notBefore?.getTime() ?? 0);
    // The last try falls on the moment of giving up, rather than after it.
    return { state: 'waiting', problem, setbacks: setbacks + 1, giveUpAt, dueAt: new Date(Math.min(due, giveUpAt.getTime())) };
  }

  async #lookUp(): Promise<Partial<JobUpdate>> {
    const { zenodo, settings } = this.#context;
    const { doi, setbacks, giveUpAt } = this.#job;
    try {
      const found = doi !== undefined && (await zenodo.dois.findable(doi, { ...doiCall, signal: this.#abort.signal }));
      if (found) return { state: 'findable', problem: undefined, dueAt: undefined };
    } catch (error) {
      if (this.#isLost(error)) throw error;
      const { kind, problem } = verdictOn(error);
      if (kind === 'person' && !this.#abort.signal.aborted) return { problem, dueAt: undefined };
    }
    if (settings.now() >= giveUpAt.getTime()) {
      return {
        problem: `DataCite did not show the DOI until ${giveUpAt.toISOString().slice(0, 10)}; ask Zenodo's support.`,
        dueAt: undefined,
      };
    }
    return { setbacks: setbacks + 1, dueAt: new Date(settings.now() + delayAt(settings.doiDelaysMs, setbacks + 1)) };
  }

  async #settle(update: Partial<JobUpdate>): Promise<void> {
    const { store, jobs, settings } = this.#context;
    const now = new Date(settings.now());
    const changed: StoredJob = { ...this.#job, ...update, updatedAt: now };
    const after = { ...changed, nextAction: nextAction(changed, now) };
    const follow = settings.onTransition({ before: publicJob(this.#claimed), after: publicJob(after) });
    await store.write([jobs.settle(after, now.getTime()), ...follow]);
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

const delayAt = (delays: readonly number[], place: number): number => delays[Math.min(place, delays.length - 1)]!;
