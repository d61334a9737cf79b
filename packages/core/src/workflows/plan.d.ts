import type { PlanContent } from '../types/deposit-plan.ts';
import type { DepositRun } from './deposit-run.ts';
import { type Sight } from './find-target.ts';
/**
 * What a run from here would do. Reads what is there, and changes nothing.
 *
 * @throws {ConfigurationError} it would stop for what is asked
 * @throws {DepositLimitError} more than a record holds
 */
export declare function planOf(run: DepositRun, found: Sight): Promise<PlanContent>;
/** @throws {PlanChangedError} with what has changed since */
export declare function ensureSamePlan(before: PlanContent, now: PlanContent): void;
