import { type WatchSource } from './sources.ts';
import type { WatchStore } from './watch-store.ts';
export interface WatchOptions {
    readonly sources: readonly WatchSource[];
    /** Default: in memory, so that a restart begins anew. */
    readonly store?: WatchStore;
    /** Changes after it are told. Default: from the first look on. */
    readonly since?: Date;
    /** The part of Zenodo's 30 searches a minute that may be used, above 0 up to 1. Default 0.1: at most 180 calls an hour, whatever is watched. */
    readonly share?: number;
    /** How late Zenodo's index can be, in milliseconds, one record against another. Default 2 minutes. */
    readonly overlapMs?: number;
    /** Between the two looks that confirm a deletion or a refused account. Default a minute. */
    readonly confirmMs?: number;
    /** Days before the end of an embargo at which `embargo.ending` is told. Default 7. */
    readonly embargoNoticeDays?: number;
    /** What one draft may have; Zenodo does not tell. Default 50 GB and 100 files. */
    readonly quotaBytes?: number;
    readonly quotaFiles?: number;
    /** Records that are remembered at most, some 300 bytes each; beyond, those that changed longest ago are forgotten. Default 200,000. */
    readonly mostKnown?: number;
    /** Of so many, what the fields held is remembered too, up to 4 kB each, so that `metadata.changed` tells old values. Default 2,000. */
    readonly mostValues?: number;
}
export interface WatchSettings {
    readonly sources: readonly WatchSource[];
    readonly store: WatchStore;
    readonly since: number | undefined;
    readonly intervalMs: number;
    readonly overlapMs: number;
    readonly confirmMs: number;
    readonly embargoNoticeDays: number;
    readonly quota: {
        readonly bytes: number;
        readonly files: number;
    };
    readonly mostKnown: number;
    readonly mostValues: number;
}
/** Calls that may be made at once after a pause; taken off the rate, so that no hour has more than its share. */
export declare const burst = 4;
/** @throws {ConfigurationError} naming the option and what it may be */
export declare function watchSettings(options: WatchOptions): WatchSettings;
