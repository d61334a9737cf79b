import type { Draft } from '../types/record.ts';
import type { DepositRun } from './deposit-run.ts';
import type { Outcome, Place } from './place.ts';
/**
 * What a review that there is already means for a run: undefined when the draft may be worked on. A review that is open
 * is waited for by running again; one that ended without the record is the end, unless another try was asked for.
 *
 * @throws {ReviewOpenError} something is wanted that an open review forbids
 */
export declare function reviewState(run: DepositRun, place: Place): Promise<Outcome | undefined>;
/** True when a run would only tell of this draft: a community has it in hand, or has declined it and nothing more was asked for. */
export declare function isAtRest(run: DepositRun, draft: Draft): boolean;
/** Submits the draft; after a lost answer its state is read before it is submitted once more. */
export declare function submitForReview(run: DepositRun, place: Place): Promise<Outcome>;
