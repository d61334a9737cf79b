import type { Feeds } from '../resources/feeds.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { EventType, ZenodoEvent } from './event-types.ts';
import { type WatchOptions } from './watch-options.ts';
export interface PollOptions {
    /** Milliseconds that the poll may take; a call that was begun is waited for. Default: until nothing is due. */
    readonly budgetMs?: number;
    /** Calls that it may make. */
    readonly maxCalls?: number;
    readonly signal?: AbortSignal;
}
export interface Poll {
    /** All that was not confirmed, the oldest first: those of this poll, and those of earlier ones. */
    readonly events: readonly ZenodoEvent[];
    /** Calls that were made. */
    readonly calls: number;
    /** Milliseconds until there is something to do. */
    readonly waitMs: number;
    /** What went wrong and will be tried again by itself. */
    readonly failures: readonly WatchFailure[];
}
export interface WatchFailure {
    /** The source, such as `community my-community`, the kind of the step, or `run` for what `deliver` and the store could not do. */
    readonly at: string;
    readonly error: unknown;
}
export interface RunOptions {
    /** Gets events as they are observed. When it fails they come again; when it is done they are confirmed. */
    readonly deliver: (events: readonly ZenodoEvent[]) => Promise<void> | void;
    readonly onFailure?: (failure: WatchFailure) => void;
    /** Ends the run, with its reason. */
    readonly signal?: AbortSignal;
}
/**
 * Observes changes at Zenodo, which pushes nothing. What is seen is stored before it is told, and an event that was told
 * and not confirmed is told again, after a crash too: at least once, with the same id.
 */
export declare class Watcher {
    #private;
    /** @throws {ConfigurationError} an option is missing or wrong */
    constructor(feeds: Feeds, options: WatchOptions);
    /**
     * Does what is due, call by call, and answers what happened. Events stay until they are confirmed.
     *
     * @throws {ZenodoError} what cannot heal by itself, at the first look: an unknown community, a wrong token, a query that Zenodo does not read
     */
    poll(options?: PollOptions): Promise<Poll>;
    /**
     * The newest thing that would have been such an event: for somebody who wants to see one before it happens. It is read
     * apart from what is watched and changes nothing of that; one or two calls. Undefined where none can be found, as of
     * deletions, which no list shows.
     */
    latest(types: readonly EventType[], options?: CallOptions): Promise<ZenodoEvent | undefined>;
    /** Says that the events of the last poll, or these of them, were dealt with: they will not come again. */
    confirm(ids?: readonly string[]): Promise<void>;
    /**
     * Watches until the signal ends it, one call at a time. With `onFailure` it goes on by itself after what `deliver` or the
     * store could not do, with growing rests; without, the third failure in a row ends it.
     *
     * @throws the signal's reason, or what `poll` throws about sources
     */
    run({ deliver, onFailure, signal }: RunOptions): Promise<never>;
}
