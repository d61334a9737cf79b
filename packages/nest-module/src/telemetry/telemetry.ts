import type { DepositStep, LogEntry, Wait } from '@zenodo-connect/core';
import type { JobChange } from '../deposits/deposits-options.ts';
import type { DepositJob } from '../deposits/job.ts';

/** Who wants to know what the module does: metrics, traces, logs. All of it happens in this process, and nothing depends on it. */
export interface TelemetryListener {
  /** A call to Zenodo or DataCite was sent, answered, failed, or waits. No token and no body is in it. */
  call?(account: string, entry: LogEntry): void;
  wait?(account: string, wait: Wait): void;
  step?(job: DepositJob, step: DepositStep): void;
  /** A try, or a look, has ended and its outcome is stored. */
  settled?(change: JobChange): void;
  /** A handler of an event was called; `problem` when it failed. */
  handled?(event: { readonly id: string; readonly type: string }, handler: string, problem: string | undefined): void;
  /** Does the work of a try, and may do something around it. */
  around?<T>(job: DepositJob, trace: string | undefined, act: () => Promise<T>): Promise<T>;
  /** What is to be known in later processes of who asks for a deposit now: a `traceparent`. */
  trace?(): string | undefined;
}

/** Tells listeners what the module does. One that throws is ignored. */
export class Telemetry {
  readonly #listeners = new Set<TelemetryListener>();

  listen(listener: TelemetryListener): void {
    this.#listeners.add(listener);
  }

  forget(listener: TelemetryListener): void {
    this.#listeners.delete(listener);
  }

  tell(what: (listener: TelemetryListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        what(listener);
      } catch {
        // What only looks on stops nothing.
      }
    }
  }

  around<T>(job: DepositJob, trace: string | undefined, act: () => Promise<T>): Promise<T> {
    const layers = [...this.#listeners].filter((one) => one.around !== undefined);
    return layers.reduceRight<() => Promise<T>>((inner, one) => () => one.around!(job, trace, inner), act)();
  }

  trace(): string | undefined {
    for (const listener of this.#listeners) {
      const trace = listener.trace?.();
      if (trace !== undefined) return trace;
    }
    return undefined;
  }
}
