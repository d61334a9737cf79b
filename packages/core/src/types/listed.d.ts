import type { OwnRecord } from './page.ts';
import type { ZenodoRecord } from './record.ts';
/** A request as its lists show it. */
export interface ListedRequest {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly title?: string | null;
    readonly created: string;
    readonly updated: string;
    readonly receiver?: {
        readonly community?: string;
    } | null;
    readonly topic?: {
        readonly record?: string;
    } | null;
}
/**
 * An item of a list of records, with what it may lack; undefined when it has no id, times, revision or parent. Among
 * millions there are odd ones: one of them must not keep a watcher from all others.
 */
export declare function listedRecord(item: unknown): OwnRecord | undefined;
export declare const listedPublished: (item: unknown) => ZenodoRecord | undefined;
export declare function listedRequest(item: unknown): ListedRequest | undefined;
