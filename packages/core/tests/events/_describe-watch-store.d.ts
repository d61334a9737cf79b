import type { WatchBatch, WatchSnapshot, WatchStore } from '../../src/index.ts';
export declare const eventFor: (subject: string) => import("../../src/index.ts").ZenodoEvent;
export declare const batch: (revision: number, change?: Partial<WatchBatch>) => WatchBatch;
export declare const shown: (snapshot: WatchSnapshot | undefined) => {
    revision: number;
    cursor: string;
    outgoing: readonly import("../../src/index.ts").ZenodoEvent[];
    known: {
        [k: string]: string;
    };
} | undefined;
interface Opened {
    readonly store: WatchStore;
    readonly again: () => WatchStore;
}
/** `again` opens what the first one wrote, as a new process does. */
export declare function describeWatchStore(name: string, open: () => Opened | Promise<Opened>): void;
export {};
