import type { WatchBatch, WatchSnapshot, WatchStore } from './watch-store.ts';
/**
 * Keeps a watcher's state in memory: it outlives the watcher, and not the process. What `load` answers is plain JSON, for
 * places that keep one document (a workflow's static data, a row): give it back to the constructor.
 */
export declare class MemoryWatchStore implements WatchStore {
    #private;
    /** @param kept - what `load` answered earlier */
    constructor(kept?: WatchSnapshot);
    load(): Promise<WatchSnapshot | undefined>;
    commit({ revision, cursor, known, outgoing, delivered }: WatchBatch): Promise<boolean>;
}
