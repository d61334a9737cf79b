import type { DepositJournal } from '../types/deposit.ts';
/** A journal for as long as the process lives; one for each deposit. */
export declare function memoryJournal(): DepositJournal;
