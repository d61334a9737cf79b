import type { Draft, RecordId } from './record.ts';
/** What keeps an account from publishing more than it should. */
export interface PublishGuardOptions {
    /** Records that deposits of this account may publish in one UTC day; a submission to a community counts. Default: no ceiling. */
    readonly perDay?: number | undefined;
    /** True: a deposit that would publish a first version has to say `initial: true`. Default false. */
    readonly demandInitial?: boolean | undefined;
    /** Where is counted, and where a stop is remembered. Default: in this process. */
    readonly counter?: PublishCounter | undefined;
}
/**
 * Counts what accounts publish and remembers which are stopped. Shared by processes when what it writes to is.
 * An account is an opaque name without secrets.
 */
export interface PublishCounter {
    /**
     * Takes one of `ceiling` publications of a day for a deposit, and answers false when none is left. A deposit that has
     * one of that day already takes no second one.
     *
     * @param day - UTC, as 2026-11-25
     */
    take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean>;
    /** Gives back what was taken: nothing was published. */
    giveBack(account: string, day: string, deposit: string): Promise<void>;
    /** How many are taken of a day. */
    taken(account: string, day: string): Promise<number>;
    stop(account: string, reason: string): Promise<void>;
    /** Why an account is stopped; undefined when it is not. */
    stopped(account: string): Promise<string | undefined>;
    resume(account: string): Promise<void>;
}
/** A draft that is about to be published or submitted. */
export interface Publication {
    readonly id: RecordId;
    /** True when a first version, and with it a new concept, is meant. */
    readonly initial: boolean | undefined;
    /** Reads the draft; not called where nothing depends on it. */
    readonly read: () => Promise<Draft>;
}
/** What calls that publish go through. */
export interface PublishGate {
    /** Makes the call if it may be made, and learns from its failure. */
    pass<Answer>(publication: Publication, call: () => Promise<Answer>): Promise<Answer>;
}
