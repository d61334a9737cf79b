import type { Settings } from '../options.ts';
import type { Drafts } from '../resources/drafts.ts';
import type { Records } from '../resources/records.ts';
import type { BulkEditJournal, BulkEditRequest, BulkEditResult } from '../types/bulk-edit.ts';
import type { PublishGuard } from './publish-guard.ts';
/** What the parts of one run share. */
export interface BulkEditRun {
    readonly zenodo: {
        readonly drafts: Drafts;
        readonly records: Records;
        readonly publishGuard: PublishGuard;
    };
    readonly settings: Settings;
    readonly request: BulkEditRequest;
    readonly journal: BulkEditJournal | undefined;
    readonly job: string;
    readonly call: {
        readonly signal?: AbortSignal;
    };
}
/** One change over many records: a plan first, then row by row. */
export declare function bulkEdit(zenodo: BulkEditRun['zenodo'], settings: Settings, request: BulkEditRequest): Promise<BulkEditResult>;
