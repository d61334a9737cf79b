import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ConfigurationError } from '@zenodo-connect/core';
import { ClockWatch } from '../deposits/clock-watch.ts';
import type { DepositsSettings, DepositThreadOptions } from '../deposits/deposits-options.ts';
import { JobTable } from '../deposits/job-table.ts';
import { Looker } from '../deposits/looker.ts';
import { Wake } from '../deposits/wake.ts';
import type { Store } from '../store/store.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import { DEPOSITS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import { type FromThread, plainSettings, type ThreadStart, type ToThread } from './thread-messages.ts';

/** Before the second, third, … start of a thread that ended by itself; the last one repeats. */
const restartDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000];
/** A thread that worked for so long is started again without delay to speak of. */
const healthyMs = 60_000;
/** Beyond what the jobs may take at shutdown; then the thread is ended, and its jobs go on at the next start. */
const graceMs = 5_000;
const defaultRestMs = 60_000;
/** Its garbage is short-lived and small; more room for it is memory that nobody gives back. */
const youngMb = 4;

/** The thread in which deposits are worked off, when `deposits.thread` asks for one: starts when something is due, rests when nothing is, ends with the application, and is started again after a crash. */
@Injectable()
export class DepositThread implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new ZenodoLogger('ZenodoDeposits');
  readonly #store: Store;
  readonly #settings: DepositsSettings;
  readonly #wake: Wake;
  readonly #telemetry: Telemetry;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;
  #ends = 0;
  #isTold = false;
  readonly #jobs: JobTable;
  /** While there is no thread: looks for what is due, which other processes may have written. */
  readonly #looker: Looker;
  readonly #clock: ClockWatch;
  #isResting = false;

  constructor(
    @Inject(ZENODO_STORE) store: Store,
    @Inject(DEPOSITS_SETTINGS) settings: DepositsSettings,
    @Inject(Wake) wake: Wake,
    @Inject(Telemetry) telemetry: Telemetry,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#wake = wake;
    this.#telemetry = telemetry;
    this.#jobs = new JobTable(store);
    this.#clock = new ClockWatch(settings.now);
    this.#looker = new Looker(() => this.#startIfDue(), settings.pollMs);
  }

  /** Says something to the thread's listener of `heard`; lost while there is no thread, so `deposits.thread.data` has to give it too. */
  tell(message: unknown): void {
    this.#post({ kind: 'tell', message });
  }

  /** @throws {ConfigurationError} there is no such file, or no thread can share the store */
  async onApplicationBootstrap(): Promise<void> {
    const { run, thread } = this.#settings;
    if (!run || thread === undefined) return;
    if (thread.file.protocol === 'file:' && !existsSync(thread.file))
      throw new ConfigurationError(
        `ZenodoModule: "deposits.thread.file" ${thread.file.pathname} is not there; name the built script.`,
        'deposits.thread',
      );
    if (!this.#store.share)
      throw new ConfigurationError(
        'ZenodoModule: "deposits.thread" needs a store that threads can share; give "store" a path or a postgres address.',
        'store',
      );
    const { owner, now } = this.#settings;
    await this.#store.write([this.#jobs.takeBack(owner, now())]);
    this.#wake.listen(this.#look);
    this.#looker.start();
  }

  /** Begins nothing new, lets short work end, and stops the rest. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    this.#wake.forget(this.#look);
    await this.#looker.stop();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    this.#post({ kind: 'stop' });
    const late = setTimeout(() => void worker.terminate(), this.#settings.shutdownMs + graceMs);
    await ended;
    clearTimeout(late);
  }

  readonly #look = (): void => {
    if (this.#isTold) return;
    if (this.#worker) this.#post({ kind: 'look' });
    else this.#looker.look();
  };

  async #startIfDue(): Promise<boolean> {
    const { thread, now } = this.#settings;
    const byMs = this.#clock.setBackMs();
    // A thread that is there has seen it itself.
    if (byMs > 0 && !this.#worker) await this.#store.write([this.#jobs.bringForward(byMs, now())]).catch(() => undefined);
    // A thread that crashed is started by its own time.
    if (this.#worker || this.#restart || this.#stopping || !thread) return false;
    const isDue = await this.#jobs.isDue(now()).catch(() => false);
    if (isDue && !this.#stopping) this.#start(thread);
    return false;
  }

  #post(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  #start({ file, data, restMs = defaultRestMs }: DepositThreadOptions): void {
    this.#restart = undefined;
    this.#isResting = false;
    const { how, transfer } = this.#store.share!();
    const settings = Object.fromEntries(plainSettings.map((name) => [name, this.#settings[name]])) as ThreadStart['settings'];
    const workerData: ThreadStart = { store: how, settings, restMs, data: data?.() };
    const resourceLimits = { maxYoungGenerationSizeMb: youngMb };
    const worker = new Worker(file, { workerData, transferList: [...transfer], name: 'zenodo-deposits', execArgv: [], resourceLimits });
    const began = performance.now();
    let problem = '';
    worker.on('message', (message: FromThread) => this.#hear(worker, message));
    worker.on('error', (error) => {
      problem = ` (${error.message})`;
    });
    worker.once('exit', () => {
      this.#worker = undefined;
      if (performance.now() - began > healthyMs) this.#ends = 0;
      if (this.#stopping) return;
      if (this.#isResting) this.#looker.look();
      else this.#startAgain(file, problem);
    });
    this.#worker = worker;
  }

  #startAgain(file: URL, problem: string): void {
    const delayMs = restartDelaysMs[Math.min(this.#ends, restartDelaysMs.length - 1)]!;
    this.#ends += 1;
    this.#logger.error(
      `The thread that deposits ended by itself${problem}. It is started again in ${delayMs / 1000} s; its deposits go on where they were.`,
    );
    this.#restart = setTimeout(() => this.#start({ ...this.#settings.thread, file }), delayMs);
  }

  #hear(worker: Worker, message: FromThread): void {
    switch (message.kind) {
      case 'stopped':
        void worker.terminate();
        return;
      case 'rest':
        this.#isResting = true;
        worker.postMessage({ kind: 'stop' } satisfies ToThread);
        return;
      case 'log':
        this.#logger[message.level](message.message);
        return;
      case 'look':
        this.#isTold = true;
        this.#wake.hear();
        this.#isTold = false;
        return;
      case 'step':
        this.#telemetry.tell((one) => one.step?.(message.job, message.step));
        this.#tellStep(message);
        return;
      case 'settled':
        this.#telemetry.tell((one) => one.settled?.(message.change));
        return;
      case 'call':
        this.#telemetry.tell((one) => one.call?.(message.account, message.entry));
        return;
      case 'wait':
        this.#telemetry.tell((one) => one.wait?.(message.account, message.wait));
    }
  }

  #tellStep({ job, step }: Extract<FromThread, { kind: 'step' }>): void {
    try {
      this.#settings.onStep(job, step);
    } catch {
      // A log that fails is no reason to stop anything.
    }
  }
}
