import type { INestApplicationContext } from '@nestjs/common';
import { HookRunner } from '../deposits/hooks/hook-runner.ts';
import { DepositRunner } from '../deposits/runner.ts';
import { EventRunner } from '../events/event-runner.ts';
import { EventWatch } from '../events/event-watch.ts';
import type { ZenodoModuleOptions } from '../zenodo.interfaces.ts';
import { CHECKED_OPTIONS, DRIVEN } from '../zenodo.tokens.ts';
import type { ZenodoTest } from './zenodo-test.ts';

/** A testing module, an application or its context. */
type Context = Pick<INestApplicationContext, 'get'>;

/** More turns than any test has; a deposit that comes round and round is told rather than waited for. */
const mostTurns = 20_000;
const minuteMs = 60_000;

/**
 * The Zenodo behind a module under test.
 *
 * @throws {Error} the module is no test's
 */
export function zenodoOf(context: Context): ZenodoTest {
  const options: ZenodoModuleOptions = context.get(CHECKED_OPTIONS, { strict: false });
  const test = Reflect.get(options, DRIVEN) as ZenodoTest | undefined;
  if (test) return test;
  throw new Error(
    'This module is not on a Zenodo of tests; import ZenodoTestingModule, or override ZENODO_OPTIONS with the options of a ZenodoTest.',
  );
}

/** What tests do with deposits. */
export function depositsOf(context: Context): { drain(): Promise<void> } {
  return {
    /**
     * Does all that deposits have to do, waits and repeats included, and calls the `@OnDeposit` handlers. Afterwards each deposit is where
     * only a person, a new token or a community takes it further.
     */
    async drain() {
      const test = zenodoOf(context);
      const runner = context.get(DepositRunner, { strict: false });
      const hooks = context.get(HookRunner, { strict: false });
      await inTurns(test, [runner, hooks]);
    },
  };
}

/** What tests do with events. */
export function eventsOf(context: Context): { drain(options?: { readonly minutes?: number }): Promise<void> } {
  return {
    /**
     * Lets so many minutes go by (default 5), in which all that is watched is looked at, and calls the handlers of what was seen. What leaves no
     * trace at Zenodo, such as a deletion, is looked for more rarely: give it some hours.
     */
    async drain({ minutes = 5 } = {}) {
      const test = zenodoOf(context);
      const watch = context.get(EventWatch, { strict: false });
      const runner = context.get(EventRunner, { strict: false });
      const until = test.now() + minutes * minuteMs;
      for (;;) {
        const waitMs = await watch.turn();
        await inTurns(test, [runner]);
        if (waitMs === undefined || test.now() >= until) return;
        test.advance(Math.max(1, Math.min(waitMs, until - test.now())));
      }
    },
  };
}

interface Driven {
  /** Does what is due now; true when there was something. */
  turn(): Promise<boolean>;
  /** When something is due later; undefined when nothing is. */
  nextDue(): Promise<number | undefined>;
}

async function inTurns(test: ZenodoTest, all: readonly Driven[]): Promise<void> {
  for (let turns = 0; turns < mostTurns; turns++) {
    const done = await Promise.all(all.map((one) => one.turn()));
    if (done.includes(true)) continue;
    const due = (await Promise.all(all.map((one) => one.nextDue()))).filter((at) => at !== undefined);
    if (due.length === 0) return;
    test.advance(Math.max(1, Math.min(...due) - test.now()));
  }
  throw new Error(
    `After ${mostTurns} turns there is still something to do; look at the problems of the jobs, and at handlers that fail for ever.`,
  );
}
