import type { Agent, Dispatcher } from 'undici';
import { type FetchedOptions } from './fetched.ts';
import { type RemoteBody } from './resumed-bytes.ts';
/** What a server says of a file. */
export interface Told {
    /** Bytes; undefined when it does not say. */
    readonly size: number | undefined;
    /** A strong one: the same bytes as long as it is the same. */
    readonly etag: string | undefined;
}
/**
 * The bytes of a file at an address, which has to be what it was when it was looked at. A connection that breaks is
 * opened again for the rest where the server's `ETag` tells that it is the rest of the same file.
 */
export declare function urlBytes(agent: Agent, url: URL, options: FetchedOptions, expected: Told): Promise<RemoteBody>;
/** The length of an encoded answer is not that of the file. */
export declare function toldBy({ headers }: Dispatcher.ResponseData): Told;
