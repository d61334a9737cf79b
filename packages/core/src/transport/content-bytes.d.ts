import type { Settings } from '../options.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Caller } from './caller.ts';
export interface BytesOptions extends CallOptions {
    /** The first byte that is wanted; default 0. */
    readonly fromByte?: number;
    /** Compares the MD5 of a whole file with what Zenodo says in the answer's `ETag`. Default true. */
    readonly verify?: boolean;
    /** A chunk is good until the next one is asked for: saves memory and time for whoever copies or writes it at once. Default false. */
    readonly transient?: boolean;
}
interface ContentOf extends BytesOptions {
    readonly path: string;
    readonly key: string;
}
/**
 * The bytes of one file in their order. A connection that breaks is opened again for the rest; `maxRetries` counts the
 * breaks without a byte between them.
 */
export declare function contentBytes(caller: Caller, { origin, token, transport, random }: Settings, { path, key, fromByte, verify, ...options }: ContentOf): AsyncGenerator<Uint8Array, void, undefined>;
export {};
