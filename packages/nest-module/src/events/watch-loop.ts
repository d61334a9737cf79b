import { isZenodoError, type Watcher, type WatchFailure } from '@zenodo-connect/core';
import type { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import type { Store } from '../store/store.ts';
import type { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import type { WatchPlan } from './event-selection.ts';
import type { EventsSettings } from './events-settings.ts';
import { SqlWatchStore } from './sql-watch-store.ts';
import { WatchLease } from './watch-lease.ts';

export interface WatchContext {
  readonly store: Store;
  readonly accounts: ZenodoAccounts;
  readonly settings: EventsSettings;
  readonly logger: ZenodoLogger;
  /** Its part of Zenodo's searches. */
  readonly share: number;
  /** There are new events. */
  readonly onEvents: () => void;
}

/** After a failure that no further look can heal: a community that is not there, a token that is refused from the start. */
const longRestMs = 5 * 60_000;

/** Watches by one plan while this process has the lease for it. */
export class WatchLoop {
  readonly plan: WatchPlan;
  readonly #context: WatchContext;
  readonly #lease: WatchLease;
  #watcher: Watcher | undefined;
  #told = '';

  constructor(plan: WatchPlan, context: WatchContext) {
    this.plan = plan;
    this.#context = context;
    this.#lease = new WatchLease(context.store, plan.name, context.settings.owner);
  }

  /** Does what is due, and answers in how many milliseconds there is something to do. */
  async turn(signal: AbortSignal): Promise<number> {
    const { settings, onEvents } = this.#context;
    const { leaseMs, now } = settings;
    try {
      if (!(await this.#lease.take(now(), leaseMs))) {
        // What it knew is another process's now.
        this.#watcher = undefined;
        return leaseMs / 3;
      }
      this.#watcher ??= await this.#made();
      const { events, waitMs, failures } = await this.#watcher.poll({ budgetMs: leaseMs / 3, signal });
      this.#tellFailures(failures);
      if (events.length > 0) {
        await this.#watcher.confirm();
        onEvents();
      }
      return waitMs;
    } catch (error) {
      if (signal.aborted) return 0;
      this.#tell(error);
      this.#watcher = undefined;
      return isZenodoError(error) ? longRestMs : settings.pollMs;
    }
  }

  async release(): Promise<void> {
    await this.#context.store.write([this.#lease.release()]).catch(() => {});
  }

  async #made(): Promise<Watcher> {
    const { accounts, store, settings, share } = this.#context;
    const { since, overlapMs, confirmMs, embargoNoticeDays, mostKnown, mostValues, now } = settings;
    const given = Object.entries({ since, overlapMs, confirmMs, embargoNoticeDays, mostKnown, mostValues });
    const zenodo = await accounts.resolve(this.plan.account);
    return zenodo.watch({
      sources: this.plan.sources,
      store: new SqlWatchStore(store, this.plan.name, now),
      share,
      ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    });
  }

  #tellFailures(failures: readonly WatchFailure[]): void {
    for (const { at, error } of failures) this.#tell(error, ` (${at})`);
    if (failures.length === 0) this.#told = '';
  }

  /** The same trouble is told once, until it is over. */
  #tell(error: unknown, where = ''): void {
    const why = error instanceof Error ? error.message : String(error);
    const message = `Watching "${this.plan.name}"${where} failed; it is tried again. ${why}`;
    if (message === this.#told) return;
    this.#told = message;
    this.#context.logger.warn(message);
  }
}
