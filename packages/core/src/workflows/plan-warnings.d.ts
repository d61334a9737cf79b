import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';
import type { Sight } from './find-target.ts';
/** What somebody should know before a plan is carried out. */
export declare function planWarnings(run: DepositRun, sight: Sight, changes: FileChanges): Promise<string[]>;
