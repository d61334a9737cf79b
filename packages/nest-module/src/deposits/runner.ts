import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Zenodo } from '@zenodo-connect/core';
import type { Store } from '../store/store.ts';
import { DEPOSITS_SETTINGS, ZENODO_CLIENT, ZENODO_STORE } from '../zenodo.tokens.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { JobRun, type RunContext } from './job-run.ts';
import { JobTable } from './job-table.ts';
import { Wake } from './wake.ts';

/** After an abort a run has nothing left to do but one write. */
const stoppingMs = 2_000;

/** Works the jobs off inside this process: claims what is due, keeps its leases alive, gives them back at shutdown. */
@Injectable()
export class DepositRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('ZenodoDeposits');
  readonly #context: RunContext;
  readonly #wake: Wake;
  readonly #active = new Map<JobRun, Promise<void>>();
  #claiming = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(
    @Inject(ZENODO_CLIENT) zenodo: Zenodo,
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(Wake) wake: Wake,
  ) {
    this.#context = { zenodo, store, settings, jobs: new JobTable(store) };
    this.#wake = wake;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { settings, store, jobs } = this.#context;
    if (!settings.run) return;
    await store.write([jobs.takeBack(settings.owner, settings.now())]);
    this.#claiming = true;
    this.#wake.listen(() => this.#look());
    this.#look();
  }

  /** Begins nothing new, lets short work end, and stops the rest; a stopped job is queued again where it was. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#claiming = false;
    this.#wake.listen(undefined);
    await this.#looking;
    await within(this.#context.settings.shutdownMs, Promise.all(this.#active.values()));
    for (const run of this.#active.keys()) run.stop();
    await within(stoppingMs, Promise.all(this.#active.values()));
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** One look at a time; a call during one makes it look once more. */
  #look(): void {
    if (this.#stopped) return;
    this.#again = this.#looking !== undefined;
    if (this.#again) return;
    clearTimeout(this.#timer);
    this.#looking = this.#beatAndClaim().finally(() => {
      this.#looking = undefined;
      if (this.#again) this.#look();
      else this.#plan();
    });
  }

  #plan(): void {
    const { pollMs, leaseMs } = this.#context.settings;
    if (!this.#stopped && (this.#claiming || this.#active.size > 0))
      this.#timer = setTimeout(() => this.#look(), Math.min(pollMs, leaseMs / 3));
  }

  /** A store that is locked or full is told and asked again at the next look. */
  async #beatAndClaim(): Promise<void> {
    try {
      await Promise.all([...this.#active.keys()].map((run) => run.heartbeat()));
      await this.#claim();
    } catch (error) {
      this.#logger.warn(`Looking for deposits failed; the next look is in a moment. ${messageOf(error)}`);
    }
  }

  async #claim(): Promise<void> {
    const { store, jobs, settings } = this.#context;
    const limit = settings.concurrency - this.#active.size;
    if (!this.#claiming || limit < 1) return;
    const claims = await store.claim({ owner: settings.owner, limit, now: settings.now(), leaseMs: settings.leaseMs });
    for (const { id, fence } of claims) {
      const job = await jobs.find(id);
      if (job?.fence === fence) this.#begin(new JobRun(this.#context, job), id);
    }
  }

  #begin(run: JobRun, id: string): void {
    const done = run
      .run()
      .catch((error: unknown) => {
        this.#logger.error(`The end of deposit job ${id} could not be written; it is run again when its lease ends. ${messageOf(error)}`);
      })
      .finally(() => {
        this.#active.delete(run);
        this.#look();
      });
    this.#active.set(run, done);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
