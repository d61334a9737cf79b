import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';
/**
 * Adds what is there to what comes. Quota counts the bytes of all files of a draft, those of the version before too.
 *
 * @throws {DepositLimitError} before the first byte
 */
export declare function ensureWithinLimits(run: DepositRun, { send, replace, skip, keep, rest }: FileChanges): void;
