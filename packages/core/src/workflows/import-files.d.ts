import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/** The files that a draft has. The draft of a next version that has none gets those of the version before first. */
export declare function presentFiles(run: DepositRun, draft: Draft): Promise<readonly FileEntry[]>;
