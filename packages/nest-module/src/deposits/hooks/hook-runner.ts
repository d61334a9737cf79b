import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { Statement, Store } from '../../store/store.ts';
import { StaleWriteError } from '../../store/store-errors.ts';
import { redact } from '../../telemetry/redact.ts';
import { Trouble } from '../../telemetry/trouble.ts';
import { ZenodoLogger } from '../../telemetry/zenodo-logger.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../../zenodo.tokens.ts';
import type { DepositsSettings } from '../deposits-options.ts';
import { publicJob } from '../job-row.ts';
import { JobTable } from '../job-table.ts';
import { Looker } from '../looker.ts';
import { delayAt } from '../settlement.ts';
import { Wake } from '../wake.ts';
import { type Hook, HookExplorer } from './hook-explorer.ts';
import { type HookCall, HookTable } from './hook-table.ts';

/** A handler that works longer is called again by another process. */
const callMs = 5 * 60_000;
/** A handler that no process has had for so long is forgotten, with what it is owed. */
const forgetMs = 30 * 24 * 3_600_000;
const atOnce = 20;

/** Calls the `@OnDeposit` handlers of this process for what is owed to them. */
@Injectable()
export class HookRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new ZenodoLogger('ZenodoHooks');
  readonly #trouble = new Trouble((message) => this.#logger.warn(message));
  readonly #store: Store;
  readonly #table: HookTable;
  readonly #jobs: JobTable;
  readonly #settings: DepositsSettings;
  readonly #wake: Wake;
  readonly #explorer: HookExplorer;
  readonly #looker: Looker;
  #hooks: ReadonlyMap<string, Hook> = new Map();
  #sayAgainAt = 0;

  constructor(
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(Wake) wake: Wake,
    @Inject(HookExplorer) explorer: HookExplorer,
  ) {
    this.#store = store;
    this.#table = new HookTable(store);
    this.#jobs = new JobTable(store);
    this.#settings = settings;
    this.#wake = wake;
    this.#explorer = explorer;
    this.#looker = new Looker(() => this.#callDue(), settings.pollMs);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.#settings.hooks) return;
    this.#hooks = this.#explorer.find();
    if (this.#hooks.size === 0) return;
    await this.#store.write([...this.#present(), ...this.#table.forget(this.#settings.now() - forgetMs)]);
    this.#wake.listen(this.#looker.look);
    this.#looker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#wake.forget(this.#looker.look);
    await this.#looker.stop();
  }

  /** Says that the handlers of this process are there; they are not forgotten then, however long it runs. */
  #present(): Statement[] {
    const now = this.#settings.now();
    this.#sayAgainAt = now + forgetMs / 10;
    return [...this.#hooks.values()].map(({ name, settings }) => this.#table.register(name, settings.states, now));
  }

  /** For tests: calls those that are due now; true when there were some. */
  async turn(): Promise<boolean> {
    await this.#looker.idle();
    return this.#callDue();
  }

  /** When the next call of a handler of this process is due; undefined when none is owed. */
  async nextDue(): Promise<number | undefined> {
    return this.#table.nextDue([...this.#hooks.keys()]);
  }

  /** True when there may be more. */
  async #callDue(): Promise<boolean> {
    try {
      if (this.#settings.now() >= this.#sayAgainAt) await this.#store.write(this.#present());
      const calls = await this.#table.due([...this.#hooks.keys()], this.#settings.now(), atOnce);
      await Promise.all(calls.map((call) => this.#call(call)));
      this.#trouble.over('Looking for handlers to call works again.');
      return calls.length > 0;
    } catch (error) {
      this.#trouble.tell('Looking for handlers to call failed; the next look is in a moment.', error);
      return false;
    }
  }

  async #call(call: HookCall): Promise<void> {
    const { now } = this.#settings;
    const hook = this.#hooks.get(call.hook);
    if (!hook || !(await this.#taken(call))) return;
    const job = await this.#jobs.find(call.jobId);
    const change = { state: call.state, changedAt: call.changedAt, attempt: call.attempts + 1 };
    const failure = job && (await failureOf(() => hook.call(publicJob(job), change)));
    if (!failure) {
      await this.#store.write([this.#table.done(call)]);
      return;
    }
    const givenUp = now() - call.changedAt.getTime() > this.#settings.giveUpAfterMs;
    const dueAt = givenUp ? undefined : now() + delayAt(this.#settings.retryDelaysMs, call.attempts);
    const next = givenUp ? 'It is not called for this job any more.' : 'It is called again later.';
    this.#logger.error(`The handler ${call.hook} failed for deposit ${call.jobId}, which became ${call.state}. ${next} ${failure}`);
    await this.#store.write([this.#table.failed(call, failure, dueAt)]);
  }

  async #taken(call: HookCall): Promise<boolean> {
    return this.#store.write([this.#table.take(call, this.#settings.now() + callMs)]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StaleWriteError) return false;
        throw error;
      },
    );
  }
}

/** What the handler threw, in words; undefined when it did its work. */
async function failureOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    // It is stored and shown, and says what others put into it.
    return redact(messageOf(error));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
