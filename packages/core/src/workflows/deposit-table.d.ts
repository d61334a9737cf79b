import type { DepositStepName } from '../types/deposit.ts';
import type { DepositRun } from './deposit-run.ts';
import type { Outcome, Place } from './place.ts';
/** One line of the table. `work` is done, then `step` is remembered; a run that stops in between does the work again. */
export interface Row {
    readonly step: DepositStepName;
    readonly does: string;
    readonly when?: (run: DepositRun) => boolean;
    readonly work: (run: DepositRun, place: Place) => Promise<Outcome>;
}
/**
 * The states of a draft, from top to bottom. Every work reads what is there before it does anything, so that the whole
 * table may be gone through again at any time, by any process; lines whose `when` does not hold are passed over.
 *
 * Before the table: `planned`, the draft or record of the key is looked for. After it, at a record: `reviewed` (when a
 * community had to decide), `published`, `findable`. A work can also lead away from its draft, to another draft or record
 * of the same key, with which the run goes on from the top.
 */
export declare const table: readonly Row[];
