import type { Settings } from '../options.ts';
import type { Call, Caller } from '../transport/caller.ts';
import { type BytesOptions } from '../transport/content-bytes.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { ZenodoRecord } from '../types/record.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';
import type { Listing } from './page-iterator.ts';
/** Where a list is, and how it is read. */
export interface ListAt<Item> extends Pick<Call, 'path' | 'query' | 'accept'> {
    readonly idOf: Listing<Item>['idOf'];
    readonly splits: Listing<Item>['splits'];
    readonly sizes?: Listing<Item>['sizes'];
}
export declare const plainJson = "application/json";
/** What the groups of methods share: the way to Zenodo. */
export declare abstract class Resource {
    #private;
    protected readonly settings: Settings;
    protected readonly caller: Caller;
    constructor(settings: Settings, caller: Caller);
    protected send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]>;
    /** Undefined where the answer is that there is no such thing; other failures stay failures. */
    protected found<Answer>(asked: Promise<Answer>, isAbsent?: (error: unknown) => boolean): Promise<Answer | undefined>;
    /** A list below an address. Requests, communities and vocabularies answer plain JSON. */
    protected listing<Item>(shape: ReplyShape, list: ListAt<Item>, options?: CallOptions): Listing<Item>;
    protected bytesAt(target: string, key: string, options?: BytesOptions): AsyncGenerator<Uint8Array, void, undefined>;
    /**
     * Reads a record by an address that may answer with a redirect to another id. The transport follows none, lest the
     * token travels; only the id is taken from it, and the origin stays ours.
     */
    protected sendThrough(target: string, options?: CallOptions): Promise<ZenodoRecord>;
    /** Writes that must not meet at the server go one after another: at once, Zenodo refuses one or does both. */
    protected inTurn<T>(what: string, work: () => Promise<T>): Promise<T>;
}
