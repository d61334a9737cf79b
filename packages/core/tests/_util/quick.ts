import { LocalRateBudget, undiciTransport, type ZenodoOptions } from '../../src/index.ts';

/** The real transport, and a clock that a pause moves on without taking its time; one for each client. */
export function quick(): Pick<ZenodoOptions, 'transport' | 'now' | 'rateBudget'> {
  const real = undiciTransport();
  let skippedMs = 0;
  return {
    // Windows of this clock are nobody else's.
    rateBudget: new LocalRateBudget(),
    now: () => Date.now() + skippedMs,
    transport: {
      send: (request) => real.send(request),
      sleep: async (ms, signal) => {
        const restMs = Math.min(ms / 100, 8);
        await real.sleep(restMs, signal);
        skippedMs += ms - restMs;
      },
    },
  };
}
