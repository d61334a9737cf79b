import type { DepositStepName } from './deposit.ts';
import type { RecordId } from './record.ts';
/** What a deposit would do, as plain data. */
export interface PlanContent {
    readonly key: string;
    readonly target: PlannedTarget;
    /** The draft of an earlier run that is deleted first. */
    readonly discards?: RecordId;
    /** `none`: there is nothing to do, or nothing that may be done while a community has the draft. */
    readonly ending: 'leave' | 'publish' | 'submit' | 'none';
    /** To which it is submitted, as it was named. */
    readonly community?: string;
    readonly steps: readonly {
        readonly step: DepositStepName;
        readonly does: string;
    }[];
    readonly files: PlannedFiles;
    /** Of the files to send; those that name the DOI are counted without it. */
    readonly bytesToSend: number;
    /** The calls that change something; reading comes on top. */
    readonly calls: readonly PlannedCall[];
    readonly warnings: readonly string[];
}
export interface PlannedTarget {
    readonly kind: 'new_draft' | 'new_version' | 'adopted_draft' | 'given_draft' | 'record';
    /** The draft or record; of `new_version` the latest version there is. */
    readonly id?: RecordId;
    readonly revision?: number;
}
export interface PlannedFile {
    readonly key: string;
    readonly bytes: number;
}
/** By what happens to them. */
export interface PlannedFiles {
    readonly send: readonly PlannedFile[];
    /** Sent in the place of one with other bytes. */
    readonly replace: readonly PlannedFile[];
    /** There with the same bytes. */
    readonly skip: readonly PlannedFile[];
    /** There, and kept by the policy whatever its bytes. */
    readonly keep: readonly PlannedFile[];
    readonly remove: readonly PlannedFile[];
    /** There, and none of this deposit's business; in a new version linked from the one before, as skipped and kept ones are. */
    readonly rest: readonly PlannedFile[];
}
export interface PlannedCall {
    /** Method and path below `/api`. */
    readonly call: string;
    readonly count: number;
}
