import type { DepositJournal } from '../types/deposit.ts';
/**
 * A journal in a file of its own, one for each deposit. Each step is on disk before the next one begins.
 *
 * @param file - its folder has to be there
 */
export declare function fileJournal(file: string): DepositJournal;
