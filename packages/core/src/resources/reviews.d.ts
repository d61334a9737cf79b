import type { Settings } from '../options.ts';
import type { Caller } from '../transport/caller.ts';
import type { CallOptions, PublishOptions } from '../types/call-options.ts';
import type { PublishGate } from '../types/publish-guard.ts';
import type { RecordId } from '../types/record.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { Resource } from './resource.ts';
/** Submission of a draft to a community: it is published when the community accepts. First versions alone can go this way. */
export declare class Reviews extends Resource {
    #private;
    /** @param gate - asked before a draft is submitted, which may publish it; absent for who has asked already */
    constructor(settings: Settings, caller: Caller, gate?: PublishGate);
    /** The request in which a draft is reviewed. @throws {NotFoundError} no review was set */
    get(id: RecordId, options?: CallOptions): Promise<ZenodoRequest>;
    /** Like `get`, but undefined when the draft has no review. */
    find(id: RecordId, options?: CallOptions): Promise<ZenodoRequest | undefined>;
    /**
     * Says to which community a draft is to be submitted; nothing is asked yet. Replaces what was said before.
     *
     * @param communityId - its UUID; the slug does not do here
     * @throws {ValidationError} a review is open, or the record is published or a later version
     */
    set(id: RecordId, communityId: string, options?: CallOptions): Promise<ZenodoRequest>;
    /**
     * Submits the draft to the community that was set. Where the caller may include directly this publishes it (the
     * request comes back `accepted`), unless a review is asked for. Not repeated by itself. Counts for the client's
     * `publishGuard` as a publication does.
     *
     * @throws {ValidationError} the draft could not be published as it is
     * @throws {NotFoundError} no review was set
     * @throws {PermissionError} the community takes submissions of members alone
     * @throws {PublishCeilingError} the account has published as much as it may today; nothing was sent
     * @throws {AccountStoppedError} Zenodo took something of this account for spam
     */
    submit(id: RecordId, { comment, requireReview }?: {
        readonly comment?: string;
        readonly requireReview?: boolean;
    }, { initial, ...options }?: PublishOptions): Promise<ZenodoRequest>;
    /** Takes back what `set` said; a closed review is forgotten. @throws {ValidationError} it is open: `withdraw` it */
    delete(id: RecordId, options?: CallOptions): Promise<void>;
    /** Ends a review whatever its state: an open one is cancelled, which takes it from the draft; another one is taken back. */
    withdraw(id: RecordId, options?: CallOptions): Promise<void>;
}
