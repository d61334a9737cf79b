import type { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { Trouble } from '../telemetry/trouble.ts';
import { ClockWatch } from './clock-watch.ts';
import type { DepositsSettings } from './deposits-options.ts';
import { HookTable } from './hooks/hook-table.ts';
import { JobRun, type RunContext } from './job-run.ts';
import { JobTable } from './job-table.ts';
import { Looker } from './looker.ts';
import { Pauses } from './pauses.ts';
import { isTaken } from './token-check.ts';
import type { Waits } from './waits.ts';
import type { Wake } from './wake.ts';

/** After an abort a run has nothing left to do but one write. */
const stoppingMs = 2_000;

export interface EngineParts {
  readonly accounts: ZenodoAccounts;
  readonly store: Store;
  readonly settings: DepositsSettings;
  readonly wake: Wake;
  readonly waits: Waits;
  readonly telemetry: Telemetry;
  readonly logger: { warn(message: string): void; error(message: string): void };
}

/** Works the jobs off inside this thread: claims what is due, keeps its leases alive, gives them back when it stops. Knows nothing of Nest. */
export class DepositEngine {
  readonly #logger: EngineParts['logger'];
  readonly #context: RunContext;
  readonly #wake: Wake;
  readonly #active = new Map<JobRun, Promise<void>>();
  readonly #looker: Looker;
  readonly #shutdown = new AbortController();
  readonly #trouble: Trouble;
  readonly #clock: ClockWatch;
  #claiming = false;

  constructor({ accounts, store, settings, wake, waits, telemetry, logger }: EngineParts) {
    this.#context = {
      accounts,
      telemetry,
      store,
      settings,
      jobs: new JobTable(store),
      pauses: new Pauses(store),
      hooks: new HookTable(store),
    };
    this.#logger = logger;
    this.#trouble = new Trouble((message) => logger.warn(message));
    this.#wake = wake;
    this.#clock = new ClockWatch(settings.now);
    waits.listen((wait) => {
      for (const run of this.#active.keys()) run.waits(wait);
    });
    this.#looker = new Looker(() => this.#beatAndClaim(), Math.min(settings.pollMs, settings.leaseMs / 3));
  }

  async start(): Promise<void> {
    const { settings, store, jobs, pauses } = this.#context;
    // A token may have been changed for this start.
    await store.write([jobs.takeBack(settings.owner, settings.now()), pauses.checkNow(settings.now())]);
    this.#claiming = true;
    this.#wake.listen(this.#looker.look);
    this.#looker.start();
  }

  /** Begins nothing new, lets short work end, and stops the rest; a stopped job is queued again where it was. */
  async stop(): Promise<void> {
    this.#claiming = false;
    this.#shutdown.abort();
    await this.#looker.idle();
    await within(this.#context.settings.shutdownMs, Promise.all(this.#active.values()));
    for (const run of this.#active.keys()) run.stop();
    await within(stoppingMs, Promise.all(this.#active.values()));
    this.#wake.forget(this.#looker.look);
    await this.#looker.stop();
  }

  /** Whether nothing is worked on, and nothing will be due for so long. */
  async isIdle(forMs: number): Promise<boolean> {
    const { jobs, settings } = this.#context;
    return this.#active.size === 0 && !(await jobs.isDue(settings.now() + forMs));
  }

  /** For tests: does what is due now, to its end; true when there was something. */
  async turn(): Promise<boolean> {
    this.#looker.look();
    await this.#looker.idle();
    const begun = [...this.#active.values()];
    await Promise.all(begun);
    return begun.length > 0;
  }

  /** When a job is due later that no person, token or community has to take further; undefined when none is. */
  async nextDue(): Promise<number | undefined> {
    return this.#context.jobs.nextDue(this.#context.settings.now());
  }

  /** A store that is locked or full is told and asked again at the next look. */
  async #beatAndClaim(): Promise<boolean> {
    try {
      await this.#checkClock();
      await Promise.all([...this.#active.keys()].map((run) => run.heartbeat()));
      await this.#cancel();
      await this.#checkPauses();
      await this.#claim();
      this.#trouble.over('Looking for deposits works again; they go on.');
    } catch (error) {
      this.#trouble.tell('Looking for deposits failed; the next look is in a moment.', error);
    }
    return false;
  }

  async #checkClock(): Promise<void> {
    const byMs = this.#clock.setBackMs();
    if (byMs === 0) return;
    const { store, jobs, settings } = this.#context;
    await store.write([jobs.bringForward(byMs, settings.now())]);
    this.#logger.warn(`The clock was set back by ${Math.round(byMs / 1000)} s; what waits for its time waits so much less.`);
  }

  /** Running jobs that a person, at whichever process, wants to stop. */
  async #cancel(): Promise<void> {
    if (this.#active.size === 0) return;
    const { jobs, settings } = this.#context;
    const ids = await jobs.cancelledOf(settings.owner);
    for (const run of this.#active.keys()) if (ids.includes(run.id)) run.cancel();
  }

  /** A paused account whose token Zenodo takes again goes on. */
  async #checkPauses(): Promise<void> {
    if (!this.#claiming) return;
    const { pauses, settings } = this.#context;
    const due = await pauses.takeDue(settings.now(), settings.now() + settings.pauseCheckMs);
    // Not waited for: leases are kept alive meanwhile.
    for (const account of due) void this.#resumeIfTaken(account);
  }

  async #resumeIfTaken(account: string): Promise<void> {
    const { pauses, accounts } = this.#context;
    try {
      if (!(await isTaken(await accounts.resolve(account), this.#shutdown.signal))) return;
      await pauses.end(account);
      this.#wake.call();
    } catch (error) {
      if (!this.#shutdown.signal.aborted)
        this.#logger.warn(`Whether the account ${account} can go on is looked at again. ${messageOf(error)}`);
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
        // Others may wait for what this one was: hooks, watchers, the next of its series.
        this.#wake.hear();
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
