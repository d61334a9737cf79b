import type { FilesSummary } from '../types/record.ts';
import type { FilesState } from './event-types.ts';
/** The fields of a record whose changes are told. */
export interface RecordValues {
    readonly metadata: {
        readonly [name: string]: unknown;
    };
    readonly access?: unknown;
    readonly custom_fields?: unknown;
}
/** Four characters for each field that is there, so that a change can be named without keeping what was there before. */
export declare function fieldsPrint(values: RecordValues): string;
/** What stands at a path that `changedPaths` named; null where nothing does. */
export declare function valueAt(path: string, values: RecordValues): unknown;
/** The paths that two prints differ in. */
export declare function changedPaths(before: string, after: string): string[];
export declare function filesState({ count, total_bytes, entries }: FilesSummary): FilesState;
/** What is not shown to the caller says nothing. */
export declare function filesDiffer(before: FilesState, after: FilesState): boolean;
