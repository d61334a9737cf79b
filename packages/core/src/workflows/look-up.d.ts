import type { OwnRecord } from '../types/page.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/** What there is under an id: a draft that was never published, or a record. */
export type Found = {
    readonly draft: Draft;
    readonly record?: undefined;
} | {
    readonly record: ZenodoRecord;
    readonly draft?: undefined;
};
/** Reads what an id is now. A record whose metadata is being edited counts as the record. */
export declare function open(run: DepositRun, id: RecordId): Promise<Found | undefined>;
/**
 * Like `open`, but passes over a record that is not this deposit's although it has its key: one that another deposit made
 * of the draft in which this one stopped, before all of its files had come. They come in a further version then, if this
 * deposit may continue another.
 */
export declare function openOwn(run: DepositRun, id: RecordId): Promise<Found | undefined>;
/** True for what a run of this deposit has described. */
export declare function carriesKey({ urn }: DepositRun, { metadata }: Pick<OwnRecord, 'metadata'>): boolean;
/** What carries this deposit's key, by the list of own records, which lags; read anew, since that list may be behind. */
export declare function findByKey(run: DepositRun): Promise<Found | undefined>;
/** All drafts and records of the account with this key. */
export declare function carriers(run: DepositRun): Promise<OwnRecord[]>;
/**
 * Records first, and of these those that no other deposit had a part in; then drafts. The oldest first, so that two runs
 * that see the same choose the same. The draft of a next version comes with the key of its published sibling and is not
 * that deposit's.
 */
export declare function ranked(run: DepositRun, found: readonly OwnRecord[]): OwnRecord[];
