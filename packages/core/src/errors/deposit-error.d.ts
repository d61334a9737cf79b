import type { DepositStepName } from '../types/deposit.ts';
import { ZenodoError } from './zenodo-error.ts';
/** A deposit stopped on its way. `cause` says why; running it again with the same key goes on from there. */
export declare class DepositError extends ZenodoError {
    name: 'DepositError';
    readonly code = "deposit";
    /** The last step that was reached. */
    readonly step: DepositStepName;
    /** The draft as far as it came; undefined when none was made. */
    readonly draftId: string | undefined;
    constructor(step: DepositStepName, draftId: string | undefined, cause: unknown);
}
