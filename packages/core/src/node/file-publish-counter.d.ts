import type { PublishCounter } from '../types/publish-guard.ts';
/** Counts in a file, which processes of one machine may share. A lock file beside it lets them write one after another. */
export declare class FilePublishCounter implements PublishCounter {
    #private;
    /** @param file - its folder has to be there */
    constructor(file: string);
    take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean>;
    giveBack(account: string, day: string, deposit: string): Promise<void>;
    taken(account: string, day: string): Promise<number>;
    stop(account: string, reason: string): Promise<void>;
    stopped(account: string): Promise<string | undefined>;
    resume(account: string): Promise<void>;
}
