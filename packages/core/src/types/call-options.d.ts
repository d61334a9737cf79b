import type { Wait } from './wait.ts';
/** The last parameter of every method. */
export interface CallOptions {
    /** Ends the call with the signal's own reason. */
    readonly signal?: AbortSignal;
    /** Milliseconds until the answer begins, for each try; default 60 s. Uploads are watched by idle time instead. */
    readonly timeoutMs?: number;
    /** Further tries of a call that is safe to repeat; default 4. Waiting for the rate limit does not count. */
    readonly maxRetries?: number;
    /** Told of pauses of a second or more, as the option of the client; this one wins. */
    readonly onWait?: (wait: Wait) => void;
    /** Writes only if the draft still has this `revision_id`; otherwise {@link StaleRevisionError}. For writes to a draft. */
    readonly ifRevision?: number;
}
/** Of the calls that publish. */
export interface PublishOptions extends CallOptions {
    /** A first version, and with it a new concept, is meant. Demanded where the client's `publishGuard.demandInitial` says so. */
    readonly initial?: boolean;
}
