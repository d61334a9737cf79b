import type { Call } from './call.ts';
import type { Failure } from './failure.ts';

/** `pause`: after a growing pause, or as long as a 503 asks for · `window`: when the rate limit opens · `never`. */
export type Again = 'pause' | 'window' | 'never';

/** What may be sent again, by call and failure. `once` is all that makes or publishes something: look before you repeat. */
const table: Readonly<Record<'repeatable' | 'once', Readonly<Record<Failure, Again>>>> = {
  repeatable: {
    unsent: 'pause',
    lost: 'pause',
    limited: 'window',
    unavailable: 'pause',
    troubled: 'pause',
    untrusted: 'never',
    refused: 'never',
    own: 'never',
  },
  once: {
    unsent: 'pause', // nothing was sent
    lost: 'never',
    limited: 'window', // a 429 did nothing
    unavailable: 'never', // gateways answer 503 for a server that goes on working
    troubled: 'never',
    untrusted: 'never',
    refused: 'never',
    own: 'never',
  },
};

const repeatableMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

export function again({ method, repeatable }: Pick<Call, 'method' | 'repeatable'>, failure: Failure): Again {
  return table[(repeatable ?? repeatableMethods.includes(method)) ? 'repeatable' : 'once'][failure];
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** Milliseconds before try number `attempt` (1 for the first repetition): doubling, spread over its upper half so that clients part. */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  return Math.round(full / 2 + (full / 2) * random());
}
