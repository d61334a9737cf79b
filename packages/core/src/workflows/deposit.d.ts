import type { Settings } from '../options.ts';
import type { DepositRequest, DepositResult } from '../types/deposit.ts';
import { DepositPlan } from './deposit-plan.ts';
import { type Resources } from './deposit-run.ts';
/**
 * Runs a deposit to its end. Two runs of one key in this process go one after another.
 *
 * @throws {DepositError} it stopped on its way
 */
export declare function deposit(zenodo: Resources, settings: Settings, wanted: DepositRequest | DepositPlan): Promise<DepositResult>;
/**
 * Says what `deposit` would do, without doing it.
 *
 * @throws {ConfigurationError} the request cannot work
 */
export declare function plan(zenodo: Resources, settings: Settings, request: DepositRequest): Promise<DepositPlan>;
