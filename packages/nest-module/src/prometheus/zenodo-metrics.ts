import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Metric, type Registry, register } from 'prom-client';
import { ZenodoAccounts } from '../accounts/zenodo-accounts.ts';
import { DepositsService } from '../deposits/deposits.service.ts';
import type { JobChange } from '../deposits/deposits-options.ts';
import { endStates } from '../deposits/job.ts';
import { ZenodoEvents } from '../events/zenodo-events.ts';
import { Telemetry, type TelemetryListener } from '../telemetry/telemetry.ts';
import type { ZenodoMetricsOptions } from './zenodo-metrics.module.ts';

export const METRICS_OPTIONS = Symbol('ZENODO_METRICS');

const callSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const depositSeconds = [1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600];

/** Counts what happens in this process, and asks the store for the rest when the metrics are read. */
@Injectable()
export class ZenodoMetrics implements OnModuleInit, OnApplicationShutdown {
  readonly #registry: Registry;
  readonly #prefix: string;
  readonly #accounts: ZenodoAccounts;
  readonly #deposits: DepositsService;
  readonly #events: ZenodoEvents;
  readonly #telemetry: Telemetry;
  readonly #made: Metric[] = [];
  #listener: TelemetryListener | undefined;

  constructor(
    @Inject(METRICS_OPTIONS) { registry = register, prefix = 'zenodo_' }: ZenodoMetricsOptions,
    @Inject(ZenodoAccounts) accounts: ZenodoAccounts,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(ZenodoEvents) events: ZenodoEvents,
    @Inject(Telemetry) telemetry: Telemetry,
  ) {
    this.#registry = registry;
    this.#prefix = prefix;
    this.#accounts = accounts;
    this.#deposits = deposits;
    this.#events = events;
    this.#telemetry = telemetry;
  }

  onModuleInit(): void {
    this.#askStore();
    this.#listener = this.#counting();
    this.#telemetry.listen(this.#listener);
  }

  /** Takes its metrics out, so that an application can start again in this process. */
  onApplicationShutdown(): void {
    if (this.#listener) this.#telemetry.forget(this.#listener);
    for (const metric of this.#made) this.#registry.removeSingleMetric((metric as unknown as { readonly name: string }).name);
  }

  #askStore(): void {
    const [deposits, events] = [this.#deposits, this.#events];
    this.#gauge('deposits', 'Deposit jobs in the store, by state.', ['state'], async (gauge) => {
      for (const [state, count] of Object.entries(await deposits.stats())) gauge.set({ state }, count);
    });
    this.#gauge('accounts_paused', 'Accounts whose token Zenodo refuses.', [], async (gauge) =>
      gauge.set((await deposits.pauses()).length),
    );
    this.#gauge('event_calls_owed', 'Events that handlers are owed, over all processes.', [], async (gauge) =>
      gauge.set((await events.backlog()).owed),
    );
  }

  #counting(): TelemetryListener {
    const calls = this.#counter('calls_total', 'Calls that Zenodo or DataCite answered, or did not (status 0).', [
      'account',
      'method',
      'status',
    ]);
    const seconds = this.#histogram('call_duration_seconds', 'From a call to its answer.', ['method'], callSeconds);
    const waits = this.#counter('waits_seconds_total', 'Time spent in pauses, by reason.', ['account', 'reason']);
    const outcomes = this.#counter('deposit_outcomes_total', 'What tries of deposits came to.', ['account', 'state']);
    const bytes = this.#counter('deposited_bytes_total', 'Bytes of files in deposits that are done.', ['account']);
    const whole = this.#histogram('deposit_duration_seconds', 'From add until a deposit is published.', [], depositSeconds);
    const handled = this.#counter('events_handled_total', 'Calls of event handlers.', ['type', 'outcome']);
    return {
      call: (account, { event, call, status = 0, durationMs = 0 }) => {
        if (event !== 'answered' && event !== 'failed') return;
        const method = call.split(' ')[0]!;
        calls.inc({ account: this.#named(account), method, status });
        seconds.observe({ method }, durationMs / 1000);
      },
      wait: (account, { reason, waitMs }) => waits.inc({ account: this.#named(account), reason }, waitMs / 1000),
      settled: (change) => {
        const { before, after } = change;
        if (before?.state === after.state) return;
        outcomes.inc({ account: this.#named(after.account), state: after.state });
        if (after.state === 'published') whole.observe((after.updatedAt.getTime() - after.createdAt.getTime()) / 1000);
        if (isDone(change))
          bytes.inc(
            { account: this.#named(after.account) },
            after.files.reduce((sum, { size }) => sum + size, 0),
          );
      },
      handled: ({ type }, _handler, problem) => handled.inc({ type, outcome: problem === undefined ? 'done' : 'failed' }),
    };
  }

  /** Accounts of users are as many as users: together they are one. */
  #named(account: string): string {
    return this.#accounts.names.includes(account) ? account : 'other';
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: Label[], ask: (gauge: Gauge<Label>) => Promise<void>): void {
    const options = { name: this.#prefix + name, help, labelNames, registers: [this.#registry] };
    // A store that is away leaves the last figures rather than take the other metrics along.
    const gauge: Gauge<Label> = new Gauge({ ...options, collect: () => ask(gauge).catch(() => {}) });
    this.#made.push(gauge);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    const counter = new Counter({ name: this.#prefix + name, help, labelNames, registers: [this.#registry] });
    this.#made.push(counter);
    return counter;
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]): Histogram<Label> {
    const histogram = new Histogram({ name: this.#prefix + name, help, labelNames, buckets, registers: [this.#registry] });
    this.#made.push(histogram);
    return histogram;
  }
}

/** The bytes are at Zenodo now, and were not before. */
const isDone = ({ before, after }: JobChange): boolean =>
  (after.state === 'left' || after.state === 'submitted' || after.state === 'published') && !(before && endStates.has(before.state));
