import type { DepositResult } from '../types/deposit.ts';
import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft } from '../types/record.ts';
import type { Target, WayIn } from './find-target.ts';
/** Where a run stands in the table: the draft as it was last read, and what was learnt on the way. */
export interface Place {
    readonly draft: Draft;
    readonly way: WayIn;
    /** It carried this deposit's key already when the run came to it. */
    readonly wasOurs: boolean;
    /** Zenodo's remarks at saving; later answers have none. */
    readonly errors: Draft['errors'];
    /** What was sent or found equal: what verifying asks for. */
    readonly sources: readonly FileSource[];
    /** As verified. */
    readonly files: readonly FileEntry[];
}
/** What a work leads to: a place with something to say of it, another draft or record to go on with, or the end. */
export type Outcome = {
    readonly place: Place;
    readonly message: string;
    readonly next?: undefined;
    readonly result?: undefined;
} | {
    readonly next: Target;
    readonly place?: undefined;
    readonly result?: undefined;
} | {
    readonly result: DepositResult;
    readonly place: Place;
    readonly message: string;
    readonly next?: undefined;
};
