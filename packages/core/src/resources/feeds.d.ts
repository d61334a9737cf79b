import { type OaiHeaders } from '../transport/oai-answer.ts';
import type { CallOptions } from '../types/call-options.ts';
import { type ListedRequest } from '../types/listed.ts';
import type { OwnRecord, Page } from '../types/page.ts';
import type { RecordId, ZenodoRecord } from '../types/record.ts';
import { Resource } from './resource.ts';
export interface FeedQuery {
    readonly q?: string;
    readonly sort: string;
    readonly size: number;
    readonly page?: number;
    readonly allversions?: boolean;
}
/** What a direct look at a record showed. */
export interface Found {
    readonly isGone: boolean;
    readonly record?: ZenodoRecord;
    readonly tombstone?: unknown;
    /** Ids of the communities that the record is in. */
    readonly communities: readonly string[];
}
/** The lists that changes are seen in, one page and one call at a time, with nothing repeated behind the caller's back. */
export declare class Feeds extends Resource {
    #private;
    readonly origin: string;
    readonly account: string;
    readonly now: () => number;
    /** Items that Zenodo puts on one page of records for this caller. */
    readonly pageSize: number;
    readonly knowsDatacite: boolean;
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
    search(query: FeedQuery, options?: CallOptions): Promise<Page<ZenodoRecord>>;
    own(query: FeedQuery, options?: CallOptions): Promise<Page<OwnRecord>>;
    ofCommunity(community: string, query: FeedQuery, options?: CallOptions): Promise<Page<ZenodoRecord>>;
    community(slug: string, options?: CallOptions): Promise<{
        readonly id: string;
        readonly slug: string;
    }>;
    requests(community: string | undefined, query: FeedQuery, options?: CallOptions): Promise<Page<ListedRequest>>;
    /** Reads a record directly, or the newest version of a concept: these answers are never behind. Gone is 410 and 404; hidden from this caller is neither. */
    lookFor(id: RecordId, options?: CallOptions): Promise<Found>;
    /** The headers of OAI-PMH in a set, `from` and `until` to the second; the first page. */
    oai(set: string | undefined, from: string, until: string | undefined, options?: CallOptions): Promise<OaiHeaders>;
    /**
     * What DataCite shows of a DOI; anything but findable is hidden from guests.
     *
     * @throws {ConfigurationError} where DataCite is, is not known
     */
    isFindable(doi: string, options?: CallOptions): Promise<boolean>;
}
