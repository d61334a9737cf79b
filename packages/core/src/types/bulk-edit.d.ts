import type { DraftChange } from './draft-input.ts';
import type { OwnRecord, SearchQuery } from './page.ts';
import type { FieldIssue, RecordId } from './record.ts';
/** One change over many of the caller's own drafts and records. Name them by `ids` or by `query`. */
export interface BulkEditRequest {
    readonly ids?: readonly RecordId[];
    /** A search among the caller's own drafts and records. */
    readonly query?: SearchQuery;
    /** Fields to set, or a function of each record that says so; undefined leaves that one alone. */
    readonly change: DraftChange | ((record: OwnRecord) => DraftChange | undefined);
    /**
     * `publish` publishes the changes of published records, which keep their DOI; `leave` (the default) leaves them in
     * drafts for a person to look at. What was never published stays a draft in any case.
     */
    readonly finish?: 'leave' | 'publish';
    /** More records than this are not changed: nothing is. Default 100. */
    readonly ceiling?: number;
    /** Only plans; nothing is written. */
    readonly dryRun?: boolean;
    /** Looks at the plan before anything is written; false ends it there. */
    readonly confirm?: (plan: BulkEditPlan) => boolean | Promise<boolean>;
    /** Remembers what is done, so that a run that stopped goes on and no function is applied twice. */
    readonly journal?: BulkEditJournal;
    /** Failures in a row after which the others are not tried; default 5. A blocked account fails at every record. */
    readonly stopAfterFailures?: number;
    readonly onRow?: (row: BulkEditRow, progress: BulkEditProgress) => void;
    readonly signal?: AbortSignal;
}
export interface BulkEditProgress {
    readonly done: number;
    /** Of those that are to be changed. */
    readonly total: number;
}
export interface FieldChange {
    /** `metadata.description`, `access.files`, … */
    readonly field: string;
    /** Absent where there was nothing. */
    readonly before?: unknown;
    /** Absent where the field is taken out. */
    readonly after?: unknown;
}
/** What became of one record, or is to become. */
export interface BulkEditRow {
    readonly id: RecordId;
    readonly kind: 'record' | 'draft' | 'unknown';
    readonly title?: string;
    readonly doi?: string;
    readonly changes: readonly FieldChange[];
    /**
     * `planned`: would be changed · `unchanged`: is so already · `done`: by an earlier run, as the journal tells · `edited`:
     * the change is in its draft · `published` · `failed`: see `message` · `not_tried`: the run ended before.
     */
    readonly status: 'planned' | 'unchanged' | 'done' | 'edited' | 'published' | 'failed' | 'not_tried';
    /** One plain sentence. */
    readonly message: string;
    /** What Zenodo did not take, field by field. */
    readonly issues?: readonly FieldIssue[];
}
/** Plain data: it can be kept as JSON. */
export interface BulkEditPlan {
    readonly finish: 'leave' | 'publish';
    readonly rows: readonly BulkEditRow[];
    /** Records that would be changed. */
    readonly toChange: number;
    /** The same for people, a line each. */
    readonly text: string;
}
export interface BulkEditResult {
    readonly plan: BulkEditPlan;
    /** In the order of the plan. */
    readonly rows: readonly BulkEditRow[];
    /** Ids of `failed` and `not_tried` rows, to be run again. */
    readonly failedIds: readonly RecordId[];
}
/** `begun` is written before the first write, since an answer can be lost. */
export interface BulkEditJournalEntry {
    /** Which bulk edit this belongs to. */
    readonly job: string;
    readonly id: RecordId;
    readonly state: 'begun' | 'edited' | 'published' | 'failed';
    /** The fields that are changed, and a digest of them as they are to be. */
    readonly fields: readonly string[];
    readonly after: string;
}
export interface BulkEditJournal {
    /** All entries in their order; the last one of an id counts. */
    load(): Promise<readonly BulkEditJournalEntry[]>;
    /** Resolves when the entry is durable. */
    save(entry: BulkEditJournalEntry): Promise<void>;
}
