import type { Settings } from '../options.ts';
import type { Caller } from '../transport/caller.ts';
import type { CallOptions, PublishOptions } from '../types/call-options.ts';
import type { DraftChange, DraftInput } from '../types/draft-input.ts';
import type { PublishGate } from '../types/publish-guard.ts';
import type { Draft, RecordId, ZenodoRecord } from '../types/record.ts';
import { Resource } from './resource.ts';
/** The editable, unpublished states of records. */
export declare class Drafts extends Resource {
    #private;
    /** @param gate - asked before a draft is published; absent for who has asked already */
    constructor(settings: Settings, caller: Caller, gate?: PublishGate);
    /**
     * Makes a new draft, with its id and its parent's id. What Zenodo could not take is in `errors`; the draft is made all the same.
     *
     * Never repeated by itself: after a {@link ConnectionError}, {@link TimeoutError} or {@link ServerError} the draft may
     * exist; `deposit` settles that by looking.
     *
     * @throws {ValidationError} an unknown id of a vocabulary, or a body that is no draft
     * @throws {PermissionError} the token is missing or wrong
     * @throws {ConfigurationError} metadata of a wrong kind; nothing was sent
     */
    create(input?: DraftInput, options?: CallOptions): Promise<Draft>;
    /** @throws {NotFoundError} there is no draft: never made, discarded, or published */
    get(id: RecordId, options?: CallOptions): Promise<Draft>;
    /** Like `get`, but undefined when there is no draft. */
    find(id: RecordId, options?: CallOptions): Promise<Draft | undefined>;
    /**
     * Changes fields of a draft and keeps the others: reads it, merges, and writes the whole back under its revision. A
     * write that loses a race is read and merged again, unless `ifRevision` is given. What Zenodo could not take is in `errors`.
     *
     * @param change - what to change, or a function of the draft as it is that says so
     * @throws {StaleRevisionError} the draft has changed since `ifRevision`
     * @throws {ConfigurationError} metadata of a wrong kind; nothing was written
     */
    update(id: RecordId, change: DraftChange | ((draft: Draft) => DraftChange), options?: CallOptions): Promise<Draft>;
    /**
     * Discards a draft with its files; a draft of a published record takes back its changes. Not to be undone.
     *
     * @throws {NotFoundError} there is no such draft
     */
    delete(id: RecordId, options?: CallOptions): Promise<void>;
    /**
     * Publishes a draft: the record is public and its DOI registered for ever. The draft is gone afterwards.
     *
     * Never repeated by itself. After an unclear answer read `records.find(id)` until it is there; a second publish
     * answers 404, or 500 in a race.
     *
     * Asks the client's `publishGuard` first: a new record counts for its ceiling, the changes of a published one do not.
     *
     * @throws {ValidationError} fields are missing or wrong, a file is not complete, a review is open
     * @throws {NotFoundError} there is no such draft; it may be published already
     * @throws {PublishCeilingError} the account has published as much as it may today; nothing was sent
     * @throws {AccountStoppedError} Zenodo took something of this account for spam
     * @throws {ConfigurationError} a first version without `initial: true`, where that is demanded
     */
    publish(id: RecordId, { initial, ...options }?: PublishOptions): Promise<ZenodoRecord>;
    /** Opens a draft of a published record to change its metadata; the same one when it is open already. */
    edit(id: RecordId, options?: CallOptions): Promise<Draft>;
}
