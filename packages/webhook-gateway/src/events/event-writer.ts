import type { JobChange, Statement } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import type { Outbox } from '../tables/outbox.ts';
import { eventOf } from './event.ts';
import { eventTypesOf } from './transitions.ts';

interface Deps {
  readonly settings: Settings;
  readonly instance: string;
  readonly outbox: Outbox;
  /** Called when there will soon be something to send. */
  readonly wake: () => void;
}

/** Makes the statements that write a job's events, and their deliveries, in the transaction of its change. */
export function eventWriter({ settings, instance, outbox, wake }: Deps): (change: JobChange) => readonly Statement[] {
  const origin = { instance, source: settings.publicUrl ?? instance };
  return (change) => {
    const now = new Date();
    const statements = eventTypesOf(change).flatMap((type) => {
      const wanted = settings.subscribers.filter(({ events }) => events.includes(type)).map(({ name }) => name);
      return outbox.insert(eventOf(type, change.after, now, origin), wanted, now.getTime());
    });
    if (statements.length > 0) wake();
    return statements;
  };
}
