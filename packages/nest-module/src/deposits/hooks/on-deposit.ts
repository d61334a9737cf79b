import { SetMetadata } from '@nestjs/common';
import type { JobState } from '../job.ts';

/** Changes that a handler can be told of: what a deposit came to, not that it began. */
export type HookState = Exclude<JobState, 'queued' | 'running'>;

export interface OnDepositOptions {
  /** Names the handler in the store, for ever; default `Class.method`. Give one before you rename the class. */
  readonly name?: string;
}

export interface HookSettings extends OnDepositOptions {
  readonly states: readonly HookState[];
}

/** Where `HookRunner` finds what the decorator said. */
export const HOOK_METADATA = 'zenodo:on-deposit';

/** Which change a handler is told of. */
export interface DepositChange {
  readonly state: HookState;
  readonly changedAt: Date;
  /** 1 for the first time; more when the handler failed, or its process ended, before. */
  readonly attempt: number;
}

/**
 * The method is called with the job (as it is then) and a {@link DepositChange} whenever a job comes into one of the states:
 * once over all processes, and again when it fails or its process ends, so let it do the same thing twice without harm. It
 * hears of what changes from its first start on, and of one job in order.
 */
export const OnDeposit = (states: HookState | readonly HookState[], options: OnDepositOptions = {}): MethodDecorator =>
  SetMetadata(HOOK_METADATA, { ...options, states: typeof states === 'string' ? [states] : states } satisfies HookSettings);
