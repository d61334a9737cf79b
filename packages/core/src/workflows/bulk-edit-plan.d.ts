import type { BulkEditJournalEntry, BulkEditPlan, BulkEditRow } from '../types/bulk-edit.ts';
import type { DraftChange } from '../types/draft-input.ts';
import type { OwnRecord } from '../types/page.ts';
import type { RecordId } from '../types/record.ts';
import type { BulkEditRun } from './bulk-edit.ts';
/** A row with what is needed to do it. */
export interface PlannedRow {
    readonly row: BulkEditRow;
    readonly record?: OwnRecord;
    readonly change?: DraftChange;
}
/**
 * Reads what is named and says what would change. Writes nothing.
 *
 * @throws {ConfigurationError} more than the ceiling would be changed
 */
export declare function planRows(run: BulkEditRun, earlier: ReadonlyMap<RecordId, BulkEditJournalEntry>): Promise<PlannedRow[]>;
export declare function planOf(rows: readonly BulkEditRow[], finish: BulkEditPlan['finish']): BulkEditPlan;
export declare function entryOf(job: string, { row }: PlannedRow, state: BulkEditJournalEntry['state']): BulkEditJournalEntry;
