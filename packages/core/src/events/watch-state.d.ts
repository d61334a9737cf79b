import type { Community } from './diff.ts';
import type { Reading } from './slices.ts';
/** Where a watcher is. It is stored as JSON; what it knows of single records is beside it. */
export interface WatchState {
    readonly version: 1;
    readonly sources: Readonly<{
        [key: string]: SourceState | undefined;
    }>;
    /** When the next call is due at the steady rate, by our clock. */
    readonly nextCallAt: number;
    /** Before it there is no rare look. */
    readonly rareAt: number;
    /** Before it no doubt is looked at. */
    readonly doubtAt: number;
    readonly sweep: SweepState;
}
export interface SourceState {
    /** Milliseconds since 1970 on Zenodo's clock; what changed later is news. */
    readonly since?: number;
    readonly reading?: Reading;
    readonly community?: Community;
    /** When its next round is due, by our clock. */
    readonly dueAt: number;
    /** When something new was seen in it, by our clock. */
    readonly newsAt?: number;
    /** Failures in a row. */
    readonly failures: number;
    /** True once it was read. */
    readonly works: boolean;
    /** Records that are still to be read. */
    readonly pending?: readonly string[];
    readonly walk?: WalkState;
    readonly account?: AccountState;
}
/** A walk through a whole list by the time of publication, rarely, for what leaves no trace in `updated`. */
export interface WalkState {
    readonly at: number;
    readonly nextAt: number;
    /** True once it has been through: from then on, what is new in the list is news. */
    readonly isComplete: boolean;
}
interface AccountState {
    readonly subject: string;
    readonly refusedAt: number | null;
    readonly isRefused: boolean;
    readonly times: number;
}
export interface SweepState {
    /** The id that was looked at last. */
    readonly after: string;
    /** Ids of which some were missing. */
    readonly suspects: readonly string[];
    readonly nextAt: number;
}
export declare const freshState: WatchState;
export declare const freshSource: SourceState;
export {};
