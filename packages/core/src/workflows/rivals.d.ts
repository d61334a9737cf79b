import type { FileEntry } from '../types/file.ts';
import type { Draft, RecordId } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import { type Found } from './look-up.ts';
/** What has this key besides a draft. `older` has the better right, so that the deposit goes on with it. */
export interface Rivals {
    readonly older: Found | undefined;
    readonly younger: readonly RecordId[];
}
/** Looks at what carries this key by now: another run may have made a draft before the list showed ours. */
export declare function rivalsOf(run: DepositRun, draft: Draft): Promise<Rivals>;
/** Drafts of this key that the list shows only now, when the record is there. A list that cannot be read is no reason to call it failed. */
export declare function lateRivals(run: DepositRun): Promise<readonly RecordId[]>;
/**
 * Discards the other drafts of this key: those that no other deposit goes on with and whose files are all in what won.
 * One that holds more is left for a person.
 */
export declare function discardRivals(run: DepositRun, drafts: Iterable<RecordId>, winning: readonly FileEntry[]): Promise<void>;
