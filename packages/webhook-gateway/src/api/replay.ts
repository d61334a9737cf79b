import type { Match } from '../recipes/match-schema.ts';
import { mismatch } from '../recipes/matcher.ts';
import type { EventQuery, StoredEvent } from '../tables/outbox.ts';
import type { ApiParts } from './api-parts.ts';

const atOnce = 200;

/** Which events are sent again. */
export interface Replay {
  readonly query: EventQuery;
  /** Conditions as in a subscription's filter. */
  readonly filter?: Match | undefined;
}

/** How many events those are. */
export async function countOf({ query, filter }: Replay, parts: Pick<ApiParts, 'outbox'>): Promise<number> {
  if (!filter) return parts.outbox.countEvents(query);
  let count = 0;
  for await (const some of pagesOf({ query, filter }, parts)) count += some.length;
  return count;
}

/** Sends these events to a subscriber again, and answers how many they are. A crash in between leaves the rest unsent: asking again is harmless. */
export async function replayAll(replay: Replay, subscriber: string, parts: ApiParts): Promise<number> {
  const { outbox, store, events } = parts;
  let queued = 0;
  for await (const some of pagesOf(replay, parts)) {
    const now = Date.now();
    if (some.length > 0) await store.write(some.flatMap(({ id, subject }) => outbox.replay(id, subject, subscriber, now)));
    queued += some.length;
  }
  events.wake();
  return queued;
}

async function* pagesOf({ query, filter }: Replay, { outbox }: Pick<ApiParts, 'outbox'>): AsyncGenerator<readonly StoredEvent[]> {
  let after = 0;
  for (;;) {
    const some = await outbox.events({ ...query, after, limit: atOnce });
    yield filter ? some.filter(({ body }) => mismatch(filter, JSON.parse(body)) === undefined) : some;
    if (some.length < atOnce) return;
    after = some.at(-1)?.seq ?? after;
  }
}
