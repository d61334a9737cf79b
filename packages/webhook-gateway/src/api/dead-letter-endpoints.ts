import { z } from 'zod';
import { mayDo } from '../people/scopes.ts';
import { checkTypes } from './check-types.ts';
import { deadLetterOf, resend } from './dead-letter.ts';
import { depositView } from './deposit-endpoints.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { deliveryView, place } from './event-endpoints.ts';
import { attemptSchema, deliverySchema, depositSchema, eventSchema, limit, resendSchema, subscriptionSchema } from './schemas.ts';
import { attemptView, subscriptionView } from './subscription-endpoints.ts';

export const deadLetterEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listDeadLetters',
    method: 'get',
    path: '/dead-letters',
    summary: 'What needs a person: deposits that stopped, and events that were given up',
    scope: 'read',
    query: z.strictObject({
      limit,
      route: z.string().optional(),
      deposits_after: z.string().optional(),
      subscriber: z.string().optional(),
      type: z.string().optional(),
      deliveries_after: place.optional(),
    }),
    answer: z.object({
      deposits: z.array(depositSchema),
      /** For `deposits_after`; null on the last page. */
      next_deposits: z.string().nullable(),
      deliveries: z.array(deliverySchema),
      /** For `deliveries_after`; null on the last page. */
      next_deliveries: z.string().nullable(),
    }),
    handle: async ({ query }, { stopped, outbox }) => {
      const { limit: most, route, deposits_after: after, subscriber, type, deliveries_after: before } = query;
      checkTypes(type === undefined ? [] : [type]);
      const deposits = await stopped.list({ limit: most, route, after });
      const events = await outbox.deadLetters({ limit: most, subscriber, type, before });
      return {
        deposits: deposits.jobs.map(depositView),
        next_deposits: deposits.next ?? null,
        deliveries: events.deliveries.map(deliveryView),
        next_deliveries: events.next === undefined ? null : String(events.next),
      };
    },
  }),
  endpoint({
    id: 'getDeadLetter',
    method: 'get',
    path: '/dead-letters/:event/:subscriber',
    summary: 'One event that was given up: as it is sent, its tries, and the subscription as it is now',
    scope: 'read',
    answer: z.object({
      delivery: deliverySchema,
      event: eventSchema,
      attempts: z.array(attemptSchema),
      subscription: subscriptionSchema.nullable(),
    }),
    handle: async ({ params, caller }, parts) => {
      const { delivery, event, attempts, subscription } = await deadLetterOf(params['event']!, params['subscriber']!, parts);
      return {
        delivery: deliveryView(delivery),
        event: JSON.parse(event.body) as unknown,
        attempts: attempts.map((one) => attemptView(one, mayDo(caller, 'admin'))),
        subscription: subscription ? await subscriptionView(subscription, parts) : null,
      };
    },
  }),
  endpoint({
    id: 'sendDeadLetter',
    method: 'post',
    path: '/dead-letters/:event/:subscriber/send',
    summary: 'Sends an event that was given up again, after its subscription was corrected (scope `subscribe`), or to another one',
    scope: 'operate',
    body: resendSchema,
    answer: z.object({ replay: z.string(), secret: z.string().optional() }),
    status: 202,
    audit: ({ params, body: { to } }) => ({
      action: 'events.replay',
      subject: to ?? params['subscriber']!,
      detail: { ids: [params['event']], given_up_at: params['subscriber'] },
    }),
    handle: ({ params, body, caller }, parts) =>
      resend(
        {
          event: params['event']!,
          subscriber: params['subscriber']!,
          caller,
          change: body.change,
          newSecret: body.new_secret,
          to: body.to,
        },
        parts,
      ),
  }),
];
