import type { BulkEditJournal } from '../types/bulk-edit.ts';
/**
 * A journal in a file, a line of JSON for each entry, on disk before the next call is made. A line that a crash cut off
 * is passed over: it was written before the call that it tells of.
 *
 * @param path - made when it is not there; its folder has to be
 */
export declare function fileBulkEditJournal(path: string): BulkEditJournal;
