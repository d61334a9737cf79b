/**
 * The steady rate of a watcher's calls (a leaky bucket over `nextCallAt`): one each `intervalMs`, and so many at once after
 * a pause. A clock that was set back does not stop it.
 */
export declare function paceWaitMs(nextCallAt: number, intervalMs: number, burst: number, now: number): number;
export declare function afterCall(nextCallAt: number, intervalMs: number, burst: number, now: number): number;
/** How long a source rests after so many failures in a row. */
export declare const restMs: (failures: number) => number;
/** How long a run rests after what its store or its receiver could not do, so many times in a row. */
export declare const retryMs: (failures: number) => number;
/** Due times further off than any rest were written by a clock that ran ahead. */
export declare const isDue: (at: number, now: number, furthestMs: number) => boolean;
