import type { Wait } from '@zenodo-connect/core';
import type { Store, TelemetryListener } from '@zenodo-connect/nestjs';
import type { LogLine } from '../config/gateway-config.ts';
import type { EventWriter } from './event-writer.ts';

interface Deps {
  readonly store: Store;
  readonly events: EventWriter;
  readonly log: (line: LogLine) => void;
}

/** Shorter waits are how a limit is kept; there is nothing to be told of them. */
const notableMs = 5_000;
const hourMs = 3_600_000;

/** Tells, once an hour and account, that calls to Zenodo wait for its rate limit. */
export function budgetEvents({ store, events, log }: Deps): TelemetryListener {
  let told = '';
  const tell = async (account: string, { untilAt, message }: Wait): Promise<void> => {
    const discriminator = `${account}/${Math.floor(Date.now() / hourMs)}`;
    if (discriminator === told) return;
    told = discriminator;
    const data = { account, waits_until: untilAt.toISOString(), message };
    try {
      await store.write(events.about('gateway.budget.low', 'budget', { discriminator, data, at: new Date() }));
      events.wake();
    } catch (error) {
      log({
        time: new Date().toISOString(),
        level: 'error',
        kind: 'events',
        message: `An event was not written: ${(error as Error).message}`,
      });
    }
  };
  return {
    wait: (account, wait) => {
      if (wait.reason === 'rate_limit' && wait.waitMs >= notableMs) void tell(account, wait);
    },
  };
}
