import type { FileEntry } from '../types/file.ts';
import type { FileSource } from '../types/file-source.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
/** What has to happen so that files that are there become those that are asked for. */
export interface FileChanges {
    /** Not there yet. */
    readonly send: readonly FileSource[];
    /** There with other bytes, or announced and never come: deleted and sent. */
    readonly replace: readonly FileSource[];
    /** There with the same bytes. */
    readonly skip: readonly FileSource[];
    /** There with other bytes perhaps, and kept by the policy. */
    readonly keep: readonly FileSource[];
    /** There, not asked for, and not wanted by the policy. */
    readonly remove: readonly FileEntry[];
    /** There, and none of this deposit's business. */
    readonly rest: readonly FileEntry[];
}
/** The draft that the files are in, when there is one yet. */
export interface Holder {
    readonly draft: Draft;
    /** True when it carries this deposit's key from a run before, which may have left a file in it that had come wrong. */
    readonly wasOurs: boolean;
}
/** Compares by size and MD5, and goes by the policy and the patterns of the request. */
export declare function fileChanges(run: DepositRun, sources: readonly FileSource[], present: readonly FileEntry[], holder?: Holder): Promise<FileChanges>;
/** True when a record has every file of the request with the same bytes. */
export declare function holdsAll(run: DepositRun, record: ZenodoRecord): Promise<boolean>;
/** True when a new version would change no file. */
export declare function holdsExactly(run: DepositRun, record: ZenodoRecord): Promise<boolean>;
export declare function filesOf(run: DepositRun, record: ZenodoRecord): Promise<readonly FileEntry[]>;
