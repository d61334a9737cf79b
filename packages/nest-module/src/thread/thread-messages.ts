import type { DepositStep, LogEntry, Wait } from '@zenodo-connect/core';
import type { DepositsSettings, JobChange } from '../deposits/deposits-options.ts';
import type { DepositJob } from '../deposits/job.ts';
import type { SharedStore } from '../store/store.ts';

/** Settings that are no functions, and so reach the thread by themselves. */
export const plainSettings = [
  'concurrency',
  'leaseMs',
  'pollMs',
  'giveUpAfterMs',
  'retryDelaysMs',
  'doiDelaysMs',
  'leftDelaysMs',
  'leftForMs',
  'pauseCheckMs',
  'shutdownMs',
  'owner',
] as const satisfies readonly (keyof DepositsSettings)[];

/** What a thread is started with. */
export interface ThreadStart {
  readonly store: SharedStore['how'];
  readonly settings: Pick<DepositsSettings, (typeof plainSettings)[number]>;
  readonly restMs: number;
  readonly data: unknown;
}

/** From the application to the thread. */
export type ToThread = { readonly kind: 'look' } | { readonly kind: 'stop' } | { readonly kind: 'tell'; readonly message: unknown };

/** From the thread to the application: what would be told to listeners in it, had they been in the same thread. */
export type FromThread =
  | { readonly kind: 'look' }
  | { readonly kind: 'stopped' }
  /** There is nothing to do for a while. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'log'; readonly level: 'warn' | 'error'; readonly message: string }
  | { readonly kind: 'step'; readonly job: DepositJob; readonly step: DepositStep }
  | { readonly kind: 'settled'; readonly change: JobChange }
  | { readonly kind: 'call'; readonly account: string; readonly entry: LogEntry }
  | { readonly kind: 'wait'; readonly account: string; readonly wait: Wait };
