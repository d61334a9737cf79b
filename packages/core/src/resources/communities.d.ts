import type { CallOptions } from '../types/call-options.ts';
import type { Community, CommunityChange, CommunityInput, Inclusions } from '../types/community.ts';
import type { FileSource } from '../types/file-source.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { Resource } from './resource.ts';
export interface CommunityQuery extends ListQuery {
    /** `organization`, `event`, `topic` or `project`. */
    readonly type?: string;
    /** A funder's ROR id. */
    readonly funder?: string;
    /** An organisation's ROR id. */
    readonly organization?: string;
}
export interface InclusionOptions {
    /** Asks for a review even where the caller may include directly. */
    readonly requireReview?: boolean;
    /** HTML, for those who decide. */
    readonly comment?: string;
}
/** Communities, and the records in them. Who is in one: `members`. */
export declare class Communities extends Resource {
    #private;
    /** @param community - its UUID or its slug @throws {NotFoundError} there is none @throws {GoneError} it was deleted */
    get(community: string, options?: CallOptions): Promise<Community>;
    /** Like `get`, but undefined when there is none. */
    find(community: string, options?: CallOptions): Promise<Community | undefined>;
    /** All communities that a query finds, over all pages. New ones show some seconds late. */
    search(query?: CommunityQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /** One page of communities. */
    list(query?: CommunityQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<Community>>;
    /** Those that the caller is a member of. */
    own(query?: CommunityQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /** Those that Zenodo puts in front. */
    featured(query?: SearchLimit, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /** Those below another one, as the communities of projects are below `eu`. */
    subcommunities(community: string, query?: CommunityQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /** Those that a record of one's own could be added to: it is not in them, and has not asked. */
    suggestedFor(id: RecordId, query?: CommunityQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /** Those that a record is in; all its versions are. */
    ofRecord(id: RecordId, options?: CallOptions): AsyncGenerator<Community, void, undefined>;
    /**
     * Makes a community; the caller becomes its owner. Not repeated by itself.
     *
     * @throws {ValidationError} the slug is taken, or a field is wrong
     */
    create(input: CommunityInput, options?: CallOptions): Promise<Community>;
    /**
     * Changes fields of a community and keeps the others: reads it, merges, and writes the whole under its revision. A write
     * that loses a race is read and merged again, unless `ifRevision` is given.
     *
     * @throws {StaleRevisionError} it has changed since `ifRevision`
     */
    update(community: string, change: CommunityChange, options?: CallOptions): Promise<Community>;
    /** Deletes a community; its records stay. @throws {ValidationError} requests to it are open */
    delete(community: string, options?: CallOptions): Promise<void>;
    /** The picture of a community, as the transport's stream. @throws {NotFoundError} it has none */
    logo(community: string, options?: CallOptions): Promise<unknown>;
    /**
     * Gives a community its picture, up to 1 MB.
     *
     * @throws {ConfigurationError} the file is larger, or empty; nothing was sent
     */
    setLogo(community: string, source: FileSource, options?: CallOptions): Promise<void>;
    /** @throws {NotFoundError} it has none */
    deleteLogo(community: string, options?: CallOptions): Promise<void>;
    /** The published records of a community, all pages. Zenodo counts these calls as it counts searches. */
    records(community: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRecord, void, undefined>;
    /**
     * Asks a community to take a published record in. Where the caller may include directly the request comes back
     * `accepted`, unless a review is asked for. Drafts are submitted instead: `reviews`. Not repeated by itself.
     *
     * @param community - its UUID or its slug
     * @throws {ValidationError} it is in already, is asked already, or the community is closed to the caller; see `body`
     */
    addRecord(id: RecordId, community: string, { requireReview, comment }?: InclusionOptions, options?: CallOptions): Promise<Inclusions>;
    /**
     * Takes a record out of a community, as its owner or as a curator.
     *
     * @param communityId - its UUID; Zenodo does not know the slug here
     * @throws {ValidationError} it is not in that community
     */
    removeRecord(id: RecordId, communityId: string, options?: CallOptions): Promise<void>;
    /** Makes one of a record's communities the one under whose name it is shown. */
    setDefault(id: RecordId, communityId: string, options?: CallOptions): Promise<void>;
}
