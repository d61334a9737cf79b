import { afterEach, beforeEach } from 'vitest';
import type { StandIn, StandInOptions } from './stand-in.ts';
import { standInFor } from './test-hooks.ts';

/**
 * A stand-in for the tests of a file or of a `describe`: started empty before each of them, closed after it.
 * Call it at the top; what it gives works inside of tests.
 *
 * @param options - those of `startStandIn`
 */
export function useStandIn(options: StandInOptions = {}): StandIn {
  return standInFor({ beforeEach, afterEach }, options);
}
