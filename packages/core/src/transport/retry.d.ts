import type { Call } from './call.ts';
import type { Failure } from './failure.ts';
/** `pause`: after a growing pause, or as long as a 503 asks for · `window`: when the rate limit opens · `never`. */
export type Again = 'pause' | 'window' | 'never';
export declare function again({ method, repeatable }: Pick<Call, 'method' | 'repeatable'>, failure: Failure): Again;
/** Milliseconds before try number `attempt` (1 for the first repetition): doubling, spread over its upper half so that clients part. */
export declare function backoffMs(attempt: number, random: () => number): number;
