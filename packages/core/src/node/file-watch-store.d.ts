import type { WatchBatch, WatchSnapshot, WatchStore } from '../events/watch-store.ts';
/**
 * Keeps a watcher's state in one file: a line of JSON for each step, appended and brought to the disk before it counts. A
 * half-written last line, as a crash leaves it, is not there. For one process at a time: a
 * second one is noticed, not kept out; replicas need a database.
 */
export declare class FileWatchStore implements WatchStore {
    #private;
    constructor(file: string);
    /** @throws {ConfigurationError} the file is not one of ours */
    load(): Promise<WatchSnapshot | undefined>;
    commit(batch: WatchBatch): Promise<boolean>;
}
