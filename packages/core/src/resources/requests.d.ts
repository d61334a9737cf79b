import type { CallOptions } from '../types/call-options.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import type { RecordId } from '../types/record.ts';
import type { RequestEvent, RequestFilter, ZenodoRequest } from '../types/request.ts';
import { Resource } from './resource.ts';
/** A list of requests; `sort` also knows `newestactivity` and `oldestactivity`. */
export interface RequestQuery extends ListQuery, RequestFilter {
}
/** What one asks and another decides. Ids are UUIDs. */
export declare class Requests extends Resource {
    #private;
    /** @throws {NotFoundError} no such request */
    get(requestId: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** Like `get`, but undefined when there is none. */
    find(requestId: string, options?: CallOptions): Promise<ZenodoRequest | undefined>;
    /** All requests that the caller may see, over all pages. */
    search(query?: RequestQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined>;
    /** One page of the requests that the caller may see. */
    list(query?: RequestQuery & {
        readonly page?: number;
    }, options?: CallOptions): Promise<Page<ZenodoRequest>>;
    /** What the caller asked or is asked. */
    own(query?: RequestQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined>;
    /** What a community is asked, for its curators. */
    ofCommunity(community: string, query?: RequestQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined>;
    /** What is asked about a published record. */
    ofRecord(id: RecordId, query?: RequestQuery & SearchLimit, options?: CallOptions): AsyncGenerator<ZenodoRequest, void, undefined>;
    /** Says yes, as the receiver: a submission is published, an inclusion done. Not repeated by itself. @throws {PermissionError} not yours to decide */
    accept(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** Says no, as the receiver; a submitted draft can be submitted again. Not repeated by itself. */
    decline(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** Takes a request back, as the one who asked. Not repeated by itself. */
    cancel(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** Opens a request that was only made. Not repeated by itself. */
    submit(requestId: string, comment?: string, options?: CallOptions): Promise<ZenodoRequest>;
    /** Says something, in HTML. Not repeated by itself, since a second one would be said twice. */
    comment(requestId: string, content: string, options?: CallOptions): Promise<RequestEvent>;
    /** Answers a comment; replies to replies there are none. Not repeated by itself. */
    reply(requestId: string, commentId: string, content: string, options?: CallOptions): Promise<RequestEvent>;
    /** @throws {NotFoundError} no such comment */
    getComment(requestId: string, commentId: string, options?: CallOptions): Promise<RequestEvent>;
    /** Writes a comment of one's own anew. */
    updateComment(requestId: string, commentId: string, content: string, options?: CallOptions): Promise<RequestEvent>;
    /** Deletes a comment of one's own; a note in the timeline remains. */
    deleteComment(requestId: string, commentId: string, options?: CallOptions): Promise<void>;
    /** What was said and done, the oldest first. */
    timeline(requestId: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<RequestEvent, void, undefined>;
}
