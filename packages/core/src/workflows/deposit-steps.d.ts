import type { DepositRun } from './deposit-run.ts';
import type { Outcome, Place } from './place.ts';
/** A draft that a community has, or had, in hand is not changed under it. */
export declare function enterDraft(run: DepositRun, place: Place): Promise<Outcome>;
/** A draft that this run made has its metadata already. */
export declare function describeDraft(run: DepositRun, place: Place): Promise<Outcome>;
export declare function nameDoi(run: DepositRun, place: Place): Promise<Outcome>;
/** Equal files stay, others of the same key are replaced or kept, the rest goes by the policy. */
export declare function bringFiles(run: DepositRun, place: Place): Promise<Outcome>;
export declare function checkFiles(run: DepositRun, place: Place): Promise<Outcome>;
/** From here on this draft is the one of its key: an older one is gone on with instead, younger ones are discarded. */
export declare function becomeMine(run: DepositRun, place: Place): Promise<Outcome>;
export declare function leaveDraft(_run: DepositRun, place: Place): Promise<Outcome>;
