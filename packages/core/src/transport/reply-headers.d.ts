import type { RateTold } from './rate-window.ts';
import type { TransportReply } from './transport.ts';
/**
 * Milliseconds until the server wants to be asked again, for a 429 or 503; undefined when it does not say.
 *
 * Zenodo sends `Retry-After` on every answer, so it counts on these two alone. `X-RateLimit-Reset` is an instant of the
 * server's clock and is measured against the server's own `Date`.
 */
export declare function serverDelayMs(reply: TransportReply, now: number): number | undefined;
/** What an answer tells of its rate limit; undefined when nothing. A 429 always tells that nothing is left. */
export declare function toldOf(reply: TransportReply, now: number): RateTold | undefined;
/** Milliseconds until the window of the rate limit opens, by the headers of any answer. */
export declare function msUntilReset(reply: TransportReply, now: number): number | undefined;
/** The first value of a header, by its lower-case name. */
export declare function headerOf({ headers }: TransportReply, name: string): string | undefined;
