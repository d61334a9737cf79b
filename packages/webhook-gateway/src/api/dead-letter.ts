import type { z } from 'zod';
import { newSecret as makeSecret } from '../config/secret.ts';
import { type Caller, mayDo } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import { refreshMs } from '../subscribers/deliverer.ts';
import type { Subscription } from '../subscribers/subscription.ts';
import { noSubscription } from '../subscribers/subscription-book.ts';
import type { AttemptEntry } from '../tables/attempts.ts';
import type { DeliveryEntry, StoredEvent } from '../tables/outbox.ts';
import type { ApiParts } from './api-parts.ts';
import { replayAll } from './replay.ts';
import type { subscriptionChangeSchema } from './schemas.ts';
import { changed, withoutSecrets } from './subscription-endpoints.ts';

const overlapMs = 86_400_000;

export interface DeadLetter {
  readonly delivery: DeliveryEntry;
  readonly event: StoredEvent;
  /** The latest first. */
  readonly attempts: readonly AttemptEntry[];
  /** Undefined when the subscription is no more. */
  readonly subscription: Subscription | undefined;
}

/** An event that was given up, with all that says why. @throws {Problem} `not-found`; `conflict` when it was not given up */
export async function deadLetterOf(eventId: string, subscriber: string, { outbox, attempts, book }: ApiParts): Promise<DeadLetter> {
  const event = await outbox.findEvent(eventId);
  const delivery = event && (await outbox.deliveriesOf(eventId)).find((one) => one.subscriber === subscriber);
  if (!event || !delivery)
    throw new Problem(
      'not-found',
      'This event was not sent to this subscriber.',
      'GET /api/v1/dead-letters lists those that were given up.',
    );
  if (delivery.state !== 'given_up') {
    const standing = delivery.state === 'pending' ? 'is on its way' : 'has arrived';
    throw new Problem('conflict', `The event ${standing}; it is no dead letter.`, 'POST /api/v1/replays sends it again nevertheless.');
  }
  const tries = await attempts.list({ subscriber, eventId, limit: 100 });
  return { delivery, event, attempts: tries.attempts, subscription: book.find(subscriber) };
}

export interface Resend {
  readonly event: string;
  readonly subscriber: string;
  readonly caller: Caller;
  readonly change?: z.output<typeof subscriptionChangeSchema> | undefined;
  readonly newSecret?: true | string | undefined;
  readonly to?: string | undefined;
}

/**
 * Sends an event that was given up again. What can be corrected is how and where it is sent: the event says what happened, its
 * id is made of that and its receivers know doubles by it, so that another text under it would be lost or a forgery.
 *
 * @throws {Problem} `not-found`, `conflict`, `not-for-you`, `invalid-request`
 */
export async function resend(asked: Resend, parts: ApiParts): Promise<{ readonly replay: string; readonly secret?: string }> {
  const { event, subscriber, caller, change, newSecret, to } = asked;
  await deadLetterOf(event, subscriber, parts);
  const isCorrected = change !== undefined || newSecret !== undefined;
  if (isCorrected && to !== undefined)
    throw new Problem(
      'invalid-request',
      'Either the subscription is corrected, or the event goes to another one.',
      'Leave one of them out.',
    );
  const receiver = to ?? subscriber;
  if (!parts.book.find(receiver)) throw noSubscription(receiver.slice(0, 100));
  if (isCorrected && !mayDo(caller, 'subscribe'))
    throw new Problem(
      'not-for-you',
      'To correct a subscription needs the scope "subscribe".',
      'Ask an admin for a token or a role that has it.',
    );
  const secret = isCorrected ? await correct(asked, parts) : undefined;
  // Other gateways look for changed subscriptions now and then, and would send it as before until they did.
  const dueAt = isCorrected && parts.settings.shared ? Date.now() + 2 * refreshMs : undefined;
  const { id } = await replayAll({ query: { ids: [event] }, dueAt }, receiver, 1, parts);
  return { replay: id, ...(secret !== undefined && { secret }) };
}

/** @returns a secret that was made, to be shown once */
async function correct({ subscriber, caller, change, newSecret }: Resend, parts: ApiParts): Promise<string | undefined> {
  const { audit, book, store, subscribers, outbox } = parts;
  const by = { who: caller.name, subject: subscriber };
  if (change)
    await audit.during({ ...by, action: 'subscription.change', detail: withoutSecrets(change) }, () =>
      book.change(subscriber, (before) => changed(before, change, parts)),
    );
  const secret = newSecret === true ? makeSecret() : newSecret;
  if (secret !== undefined)
    await audit.during({ ...by, action: 'subscription.rotate', detail: { overlap_hours: overlapMs / 3_600_000 } }, () =>
      book.rotate(subscriber, secret, overlapMs, Date.now()),
    );
  // A receiver that was given a rest, or up, is asked again: it is another one now.
  await store.write([subscribers.enableStatement(subscriber), outbox.hurry(subscriber, Date.now())]);
  return newSecret === true ? secret : undefined;
}
