/** What one answer told of its rate limit. Instants are milliseconds since 1970 on our clock. */
export interface RateTold {
    /** Calls of a whole window. */
    readonly limit?: number;
    /** Calls that were left after this one; 0 for a 429. */
    readonly remaining: number;
    /** When the window ends, or, where Zenodo counts a moving window, when its oldest call drops out. */
    readonly opensAt: number;
}
/** What is known of the limit of one key. Plain data, so that a store can keep it for several processes. */
export interface RateWindow {
    readonly limit: number | undefined;
    readonly remaining: number;
    readonly opensAt: number;
    /** Calls that were sent and have not landed. */
    readonly flying: number;
    /** Number of the last call that was sent, and when. */
    readonly sent: number;
    readonly lastSentAt: number;
    /** Number of the last call that had been sent when this was learnt, and of the call that taught it. */
    readonly learntAt: number;
    readonly taughtBy: number;
    /** Calls have landed and none told of a limit. */
    readonly silent: boolean;
}
/** Of a key that was never called. */
export declare const unknownWindow: RateWindow;
/**
 * Milliseconds before the next call may be sent; 0 is now.
 *
 * Calls on their way count as spent, counted by Zenodo or not. When nothing is known, at first and when a window has
 * ended, one call goes alone and its answer tells how many may follow: so a limit that was lowered meanwhile, another
 * process, and a moving window, of which little opens at once, end in no 429.
 */
export declare function waitIn(window: RateWindow, now: number): number;
export declare function afterSending(window: RateWindow, now: number): RateWindow;
/** @param number - which call has landed: `sent` as it was after it was sent */
export declare function afterLanding(window: RateWindow, number: number, told: RateTold | undefined, now: number): RateWindow;
