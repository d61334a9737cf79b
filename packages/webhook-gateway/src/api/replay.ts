import type { EventQuery } from '../tables/outbox.ts';
import type { ApiParts } from './api-parts.ts';

const atOnce = 200;

/** Sends these events to a subscriber again, and answers how many they are. A crash in between leaves the rest unsent: asking again is harmless. */
export async function replayAll(query: EventQuery, subscriber: string, { outbox, store, events }: ApiParts): Promise<number> {
  let queued = 0;
  let after = 0;
  for (;;) {
    const some = await outbox.events({ ...query, after, limit: atOnce });
    const now = Date.now();
    if (some.length > 0) await store.write(some.flatMap(({ id, subject }) => outbox.replay(id, subject, subscriber, now)));
    queued += some.length;
    if (some.length < atOnce) break;
    after = some.at(-1)?.seq ?? after;
  }
  events.wake();
  return queued;
}
