import { randomUUID } from 'node:crypto';
import { StaleWriteError } from '@zenodo-connect/nestjs';
import { Problem } from '../problems/problem.ts';
import type { Match } from '../recipes/match-schema.ts';
import { mismatch } from '../recipes/matcher.ts';
import type { EventQuery, StoredEvent } from '../tables/outbox.ts';
import type { ReplayEntry } from '../tables/replays.ts';
import type { ApiParts } from './api-parts.ts';

const atOnce = 200;

/** Which events are sent again. */
export interface Replay {
  readonly query: EventQuery;
  /** Conditions as in a subscription's filter. */
  readonly filter?: Match | undefined;
  /** Nothing is sent before. */
  readonly dueAt?: number | undefined;
}

/** How many events those are. */
export async function countOf({ query, filter }: Replay, parts: Pick<ApiParts, 'outbox'>): Promise<number> {
  if (!filter) return parts.outbox.countEvents(query);
  let count = 0;
  for await (const some of pagesOf({ query, filter }, parts)) count += some.length;
  return count;
}

/**
 * Sends these events to a subscriber again, until all are queued or somebody stops it. A crash in between leaves the rest
 * unsent: asking again is harmless.
 */
export async function replayAll(replay: Replay, subscriber: string, count: number, parts: ApiParts): Promise<ReplayEntry> {
  const { replays, store, events } = parts;
  const id = randomUUID();
  await replays.begin(id, subscriber, count, Date.now());
  try {
    for await (const some of pagesOf(replay, parts)) {
      if (some.length > 0) await store.write(replays.queue(id, subscriber, some, Date.now(), replay.dueAt));
      events.wake();
    }
    await replays.end(id, Date.now());
  } catch (error) {
    if (!(error instanceof StaleWriteError)) throw error;
  }
  return (await replays.find(id)) ?? noReplay();
}

/** @throws {Problem} `not-found`, `conflict` */
export async function stopReplay(id: string, { replays }: Pick<ApiParts, 'replays'>): Promise<ReplayEntry> {
  const before = (await replays.find(id)) ?? noReplay();
  if (before.state === 'done')
    throw new Problem('conflict', `All ${before.sent} events of this replay were sent.`, 'There is nothing left to stop.');
  await replays.stop(id, Date.now());
  return (await replays.find(id)) ?? noReplay();
}

function noReplay(): never {
  throw new Problem('not-found', 'There is no such replay.', 'GET /api/v1/replays lists them.');
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
