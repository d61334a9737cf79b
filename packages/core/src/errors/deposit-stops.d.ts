import { ZenodoError } from './zenodo-error.ts';
/** More files or bytes than a record can hold, with those that are in the draft already. No byte was sent. */
export declare class DepositLimitError extends ZenodoError {
    name: 'DepositLimitError';
    readonly code = "deposit_limit";
}
/** A community is still deciding on the draft, so that it can be neither published nor submitted elsewhere. */
export declare class ReviewOpenError extends ZenodoError {
    name: 'ReviewOpenError';
    readonly code = "review_open";
    /** The request in which it is reviewed. */
    readonly requestId: string;
    constructor(draftId: string, requestId: string, want: string);
}
/** The account has published as much as it may in a day. Nothing was published. */
export declare class PublishCeilingError extends ZenodoError {
    name: 'PublishCeilingError';
    readonly code = "publish_ceiling";
    /** When the next day begins, UTC. */
    readonly opensAt: Date;
    constructor(perDay: number, opensAt: Date);
}
/** Zenodo took something of this account for spam: nothing more is sent until a person has settled it and lifts the stop. */
export declare class AccountStoppedError extends ZenodoError {
    name: 'AccountStoppedError';
    readonly code = "account_stopped";
    constructor(reason: string, options?: {
        cause: unknown;
    });
}
/** What a plan was made of is not as it was. Nothing was done. */
export declare class PlanChangedError extends ZenodoError {
    name: 'PlanChangedError';
    readonly code = "plan_changed";
    /** A sentence for each difference. */
    readonly changes: readonly string[];
    constructor(changes: readonly string[]);
}
/**
 * With the policy `keep`, a file of the right length and with other bytes in a draft that an earlier run worked on: it
 * was there before, or it came wrong. Without a journal nobody knows, and either guess could be for ever.
 */
export declare class DoubtfulFileError extends ZenodoError {
    name: 'DoubtfulFileError';
    readonly code = "doubtful_file";
    readonly file: string;
    readonly draftId: string;
    constructor(file: string, draftId: string);
}
