import type { PublishCounter } from '../types/publish-guard.ts';
/** Counts in memory: what another process publishes, or this one did before a restart, is not known. */
export declare class MemoryPublishCounter implements PublishCounter {
    #private;
    take(account: string, day: string, deposit: string, ceiling: number): Promise<boolean>;
    giveBack(account: string, day: string, deposit: string): Promise<void>;
    taken(account: string, day: string): Promise<number>;
    stop(account: string, reason: string): Promise<void>;
    stopped(account: string): Promise<string | undefined>;
    resume(account: string): Promise<void>;
}
/** Shared by all clients of the process, since Zenodo blocks an account and not a client. */
export declare const processCounter: MemoryPublishCounter;
