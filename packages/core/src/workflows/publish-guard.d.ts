import type { Settings } from '../options.ts';
import type { Publication, PublishGate } from '../types/publish-guard.ts';
/** What is asked before something of one account is published. */
export declare class PublishGuard implements PublishGate {
    #private;
    constructor(settings: Settings);
    get demandsInitial(): boolean;
    /** How many of today's are taken, and why the account is stopped, if it is. */
    state(): Promise<{
        readonly takenToday: number;
        readonly perDay: number | undefined;
        readonly stopped: string | undefined;
    }>;
    /** Lifts a stop, once a person has settled with Zenodo what it was for. */
    resume(): Promise<void>;
    /** @throws {AccountStoppedError} Zenodo took something of this account for spam */
    ensureGoing(): Promise<void>;
    /**
     * Takes one of the day's publications for a deposit.
     *
     * @throws {PublishCeilingError} none is left today
     * @throws {AccountStoppedError} Zenodo took something of this account for spam
     */
    take(deposit: string): Promise<void>;
    /** Learns that a publication failed, and answers the error to throw. A refusal gives back what was taken; Zenodo's spam answer stops the account. */
    refused(deposit: string, error: unknown): Promise<unknown>;
    /**
     * Publishes by a call of its own, outside of a deposit. Only where something counts is the draft read for it: the changes of
     * a published record make no new one.
     */
    pass<Answer>({ id, initial, read }: Publication, call: () => Promise<Answer>): Promise<Answer>;
}
