import type { ZenodoEvent } from './event-types.ts';
/** What a watcher left behind. */
export interface WatchSnapshot {
    /** The number of the last commit. */
    readonly revision: number;
    /** Where it was, as text of its own; some kilobytes. */
    readonly cursor: string;
    /** What it knew, by key: up to 80 ASCII characters, to text of some 300 characters as a rule, 4,000 at most. */
    readonly known: Iterable<readonly [key: string, value: string]>;
    /** Events that nobody confirmed, in the order in which they were committed. */
    readonly outgoing: readonly ZenodoEvent[];
}
/** One step of a watcher. All of it is stored, or nothing. */
export interface WatchBatch {
    /** One more than that of the last commit; the first is 1. */
    readonly revision: number;
    readonly cursor: string;
    /** What changed in what is known; `null` takes a key out. */
    readonly known: readonly (readonly [key: string, value: string | null])[];
    /** To be appended. An event whose id is waiting already is the same event and is left out. */
    readonly outgoing: readonly ZenodoEvent[];
    /** Ids of events that were delivered; they are no longer outgoing. */
    readonly delivered: readonly string[];
}
/**
 * Where a watcher keeps its state: one for each watcher. State is stored before events are delivered, so that an event
 * is delivered again after a crash, and never lost.
 */
export interface WatchStore {
    /** What was committed last; undefined before the first commit. Asked at the start, and after a refused commit. */
    load(): Promise<WatchSnapshot | undefined>;
    /**
     * Stores a step atomically and durably. Answers false, and stores nothing, when `revision` is not the next one:
     * another watcher wrote in between.
     */
    commit(batch: WatchBatch): Promise<boolean>;
}
