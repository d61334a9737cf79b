import type { DepositResult } from '../types/deposit.ts';
import type { FileEntry } from '../types/file.ts';
import type { ZenodoRecord } from '../types/record.ts';
import type { Place } from './place.ts';
/** Zenodo's remarks are in the answers of create and update alone; they are put back into the draft. */
export declare function draftResult(status: 'draft' | 'in_review' | 'declined', { draft, errors, files }: Place): DepositResult;
export declare function recordResult(record: ZenodoRecord, files: readonly FileEntry[], { unchanged, findable }: {
    readonly unchanged: boolean;
    readonly findable: boolean | undefined;
}): DepositResult;
