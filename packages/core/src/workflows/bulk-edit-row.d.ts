import type { BulkEditRow } from '../types/bulk-edit.ts';
import type { BulkEditRun } from './bulk-edit.ts';
import { type PlannedRow } from './bulk-edit-plan.ts';
/** Does one row, and says what became of it. An abort is thrown, and that the account is stopped. */
export declare function editRow(run: BulkEditRun, planned: PlannedRow): Promise<BulkEditRow>;
