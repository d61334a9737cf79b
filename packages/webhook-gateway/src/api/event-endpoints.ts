import { z } from 'zod';
import { typesIn } from '../events/event-types.ts';
import { Problem } from '../problems/problem.ts';
import { noSubscription } from '../subscribers/subscription-book.ts';
import type { DeliveryEntry } from '../tables/outbox.ts';
import type { ReplayEntry } from '../tables/replays.ts';
import { checkTypes } from './check-types.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { countOf, replayAll, stopReplay } from './replay.ts';
import { deliverySchema, eventSchema, instant, limit, listOf, replaySchema, runningReplaySchema } from './schemas.ts';

/** A place in the outbox; its numbers begin at 1. */
export const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const types = z
  .string()
  .max(2_000)
  .transform((text) => text.split(','))
  .optional();

export const eventEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listEvents',
    method: 'get',
    path: '/events',
    summary: 'Events in their order, after a place in it',
    scope: 'read',
    query: z.strictObject({
      types,
      subject: z.string().optional(),
      from: instant.optional(),
      to: instant.optional(),
      limit,
      after: place.default(0),
    }),
    answer: listOf(eventSchema),
    handle: async ({ query: { types: some, subject, from, to, limit: most, after } }, { outbox }) => {
      checkTypes(some);
      const events = await outbox.events({ types: some, subject, from: timeOf(from), to: timeOf(to), limit: most, after });
      return {
        items: events.map(({ body }) => JSON.parse(body) as unknown),
        next: events.length === most ? String(events.at(-1)?.seq) : null,
      };
    },
  }),
  endpoint({
    id: 'streamEvents',
    method: 'get',
    path: '/events/stream',
    summary: 'Server-sent events as they happen; `Last-Event-ID` goes on after it, without a gap',
    scope: 'read',
    query: z.strictObject({ types, after: place.optional() }),
    streams: true,
    handle: async ({ query: { types: some, after }, request, reply }, { outbox, streams }) => {
      checkTypes(some);
      const header = request.headers['last-event-id'];
      const last = header === undefined ? after : place.safeParse(header).data;
      if (header !== undefined && last === undefined)
        throw new Problem('bad-header', 'Last-Event-ID is the number of an event.', 'Send back the `id` of the last event, or none.');
      const newest = await outbox.lastSeq();
      if (last !== undefined && last > newest)
        throw new Problem('not-found', 'There is no event with this number.', 'Send back the `id` of an event of this gateway.');
      await streams.serve(reply, streams.following(last ?? newest, some));
    },
  }),
  endpoint({
    id: 'getEvent',
    method: 'get',
    path: '/events/:id',
    summary: 'One event, as it is sent',
    scope: 'read',
    answer: eventSchema,
    handle: async ({ params }, { outbox }) => JSON.parse(((await outbox.findEvent(params['id']!)) ?? noEvent()).body) as unknown,
  }),
  endpoint({
    id: 'listDeliveries',
    method: 'get',
    path: '/events/:id/deliveries',
    summary: 'What became of an event at each subscriber',
    scope: 'read',
    answer: listOf(deliverySchema),
    handle: async ({ params }, { outbox }) => ({ items: (await outbox.deliveriesOf(params['id']!)).map(deliveryView) }),
  }),
  endpoint({
    id: 'replay',
    method: 'post',
    path: '/replays',
    summary: 'Sends events to a subscriber again: first says how many, and sends them when that count comes back in `confirm`',
    scope: 'operate',
    body: replaySchema,
    answer: z.object({ count: z.number(), queued: z.number(), confirm: z.number().optional(), replay: z.string().optional() }),
    audit: ({ body: { subscriber, confirm, ...wanted } }) =>
      confirm === undefined
        ? undefined
        : { action: 'events.replay', subject: subscriber, detail: wanted, told: ({ queued }: { readonly queued: number }) => ({ queued }) },
    handle: async ({ body }, parts) => {
      const { book } = parts;
      const { subscriber, confirm, ids, types: some, subject, from, to, state, filter } = body;
      if (!book.find(subscriber)) throw noSubscription(subscriber);
      checkTypes([...(some ?? []), ...typesIn(filter?.['type'])]);
      const deliveredTo = state && { subscriber, state };
      const replay = { query: { ids, types: some, subject, from: timeOf(from), to: timeOf(to), deliveredTo }, filter };
      const count = await countOf(replay, parts);
      if (confirm === undefined) return { count, queued: 0, confirm: count };
      if (confirm !== count)
        throw new Problem(
          'conflict',
          `These are ${count} events by now, and ${confirm} were confirmed.`,
          'Look at the count again, and confirm that.',
          {
            members: { count },
          },
        );
      const { id, queued } = await replayAll(replay, subscriber, count, parts);
      return { count, queued, replay: id };
    },
  }),
  endpoint({
    id: 'listReplays',
    method: 'get',
    path: '/replays',
    summary: 'Replays, the latest first, and how much of each was sent',
    scope: 'read',
    query: z.strictObject({ subscriber: z.string().optional(), limit, after: z.string().max(100).optional() }),
    answer: listOf(runningReplaySchema),
    handle: async ({ query: { subscriber, limit: most, after } }, { replays }) => {
      const found = await replays.list({ limit: most, subscriber, after });
      return { items: found.replays.map(replayView), next: found.next ?? null };
    },
  }),
  endpoint({
    id: 'stopReplay',
    method: 'post',
    path: '/replays/:id/stop',
    summary: 'Stops a replay: what it has not sent yet is as it was before it',
    scope: 'operate',
    answer: runningReplaySchema,
    audit: ({ params }) => ({
      action: 'events.replay_stop',
      subject: params['id']!,
      told: ({ sent }: { readonly sent: number }) => ({ sent }),
    }),
    handle: async ({ params }, parts) => replayView(await stopReplay(params['id']!, parts)),
  }),
];

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

function noEvent(): never {
  throw new Problem('not-found', 'There is no such event.', 'GET /api/v1/events lists them.');
}

export const deliveryView = ({ eventId, type, subject, subscriber, state, attempts, lastResult, dueAt, updatedAt }: DeliveryEntry) => ({
  event: eventId,
  type,
  subject,
  subscriber,
  state,
  attempts,
  last_result: lastResult ?? null,
  due_at: dueAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

const replayView = ({ startedAt, stoppedAt, ...counts }: ReplayEntry) => ({
  ...counts,
  started_at: startedAt.toISOString(),
  stopped_at: stoppedAt?.toISOString() ?? null,
});
