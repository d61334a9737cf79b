import { type StandIn, type StandInOptions, startStandIn } from './stand-in.ts';

/** What a test runner calls before and after each test: Jest's, Vitest's and `node:test`'s own functions fit. */
export interface TestHooks {
  readonly beforeEach: (work: () => Promise<void>) => unknown;
  readonly afterEach: (work: () => Promise<void>) => unknown;
}

/**
 * A stand-in for the tests of a file or block: started empty before each of them, closed after it.
 * What it gives works inside of tests; each test has another address and other tokens.
 *
 * @param hooks - those of the test runner: `{ beforeEach, afterEach }`
 * @param options - those of `startStandIn`
 */
export function standInFor(hooks: TestHooks, options: StandInOptions = {}): StandIn {
  let current: StandIn | undefined;
  const running = (): StandIn => {
    if (!current) throw new Error('The stand-in runs while a test does; ask it inside of a test.');
    return current;
  };
  const close = async () => {
    await current?.close();
    current = undefined;
  };
  hooks.beforeEach(async () => {
    current = await startStandIn(options);
  });
  hooks.afterEach(close);
  return {
    get url() {
      return running().url;
    },
    get tokens() {
      return running().tokens;
    },
    get oauth() {
      return running().oauth;
    },
    get faults() {
      return running().faults;
    },
    get calls() {
      return running().calls;
    },
    block: (account) => running().block(account),
    unblock: (account) => running().unblock(account),
    seed: (plan) => running().seed(plan),
    reset: () => running().reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
