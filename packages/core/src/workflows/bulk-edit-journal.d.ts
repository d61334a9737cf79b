import type { BulkEditJournal } from '../types/bulk-edit.ts';
/** A journal for one process: a run that failed half-way goes on while this lives. */
export declare function memoryBulkEditJournal(): BulkEditJournal;
