import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import { Wake } from '../deposits/wake.ts';
import type { Store } from '../store/store.ts';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import { EVENTS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import { EventHandlers, registered, selectionsOf } from './event-handlers.ts';
import { EventRunner } from './event-runner.ts';
import { watchPlans } from './event-selection.ts';
import { EventTable, type RegisteredHandler } from './event-table.ts';
import type { EventsSettings } from './events-settings.ts';
import { type WatchContext, WatchLoop } from './watch-loop.ts';

/** A handler that no process has had for so long is forgotten, with what it is owed. */
const forgetHandlersMs = 30 * 24 * 3_600_000;
const tidyMs = 3_600_000;

/** Watches Zenodo for what the handlers of this application ask for, and has them called. */
@Injectable()
export class EventWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new ZenodoLogger('ZenodoEvents');
  readonly #context: Omit<WatchContext, 'share' | 'onEvents'>;
  readonly #table: EventTable;
  readonly #handlers: EventHandlers;
  readonly #runner: EventRunner;
  readonly #wake: Wake;
  readonly #abort = new AbortController();
  #loops: readonly WatchLoop[] = [];
  #running: readonly Promise<void>[] = [];
  #registered: readonly RegisteredHandler[] = [];
  #tidyAt = 0;

  constructor(
    @Inject(ZENODO_STORE) store: Store,
    @Inject(ZenodoAccounts) accounts: ZenodoAccounts,
    @Inject(EVENTS_SETTINGS) settings: EventsSettings,
    @Inject(EventHandlers) handlers: EventHandlers,
    @Inject(EventRunner) runner: EventRunner,
    @Inject(Wake) wake: Wake,
  ) {
    this.#context = { store, accounts, settings, logger: this.#logger };
    this.#table = new EventTable(store);
    this.#handlers = handlers;
    this.#runner = runner;
    this.#wake = wake;
  }

  /** @throws {ConfigurationError} a handler asks for what could never be told */
  async onApplicationBootstrap(): Promise<void> {
    const { settings, accounts, store } = this.#context;
    const handlers = this.#handlers.all();
    const watched = settings.watch.map((selection, at) => ({ selection, by: `ZenodoModule: "events.watch[${at}]"` }));
    const plans = watchPlans([...selectionsOf(handlers.values()), ...watched]);
    for (const { account } of plans) if (!accounts.mayBe(account)) accounts.get(account);
    if (!settings.run || (plans.length === 0 && handlers.size === 0)) return;
    this.#registered = [...handlers.values()].map(registered);
    await store.write(this.#registered.map((handler) => this.#table.register(handler, settings.now())));
    const context = { ...this.#context, share: settings.share / Math.max(plans.length, 1), onEvents: () => this.#wake.call() };
    this.#loops = plans.map((plan) => new WatchLoop(plan, context));
    this.#runner.start(handlers);
    // What is there at the start of a test is no news.
    if (settings.isDriven) {
      await this.turn();
      return;
    }
    this.#running = [...this.#loops.map((loop) => this.#keepOn(() => loop.turn(this.#abort.signal))), this.#keepOn(() => this.#tidy())];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#abort.abort(new Error('The application shuts down.'));
    await this.#runner.stop();
    await Promise.all(this.#running);
    await Promise.all(this.#loops.map((loop) => loop.release()));
  }

  /** For tests: does all that is due now; answers in how many milliseconds there is something to look at, undefined when nothing is watched. */
  async turn(): Promise<number | undefined> {
    await this.#tidy();
    const waits = await Promise.all(this.#loops.map((loop) => loop.turn(this.#abort.signal)));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  async #keepOn(act: () => Promise<number>): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) await pause(Math.max(await act(), 10), signal);
  }

  /** Says that the handlers of this process are still there, and forgets what is old. */
  async #tidy(): Promise<number> {
    const { settings, store } = this.#context;
    const now = settings.now();
    if (now < this.#tidyAt) return this.#tidyAt - now;
    this.#tidyAt = now + tidyMs;
    const present = this.#registered.map((handler) => this.#table.register(handler, now));
    await store
      .write([...present, ...this.#table.forget(now - settings.keepMs, now - forgetHandlersMs)])
      .catch((error: unknown) => this.#logger.warn(`Old events could not be forgotten; it is tried again in an hour. ${String(error)}`));
    return tidyMs;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
    signal.addEventListener('abort', end);
  });
}
