import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { newSecret } from '../config/secret.ts';
import { isSubscriberName } from '../config/settings.ts';
import { typesIn } from '../events/event-types.ts';
import { mayDo } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import type { Subscription } from '../subscribers/subscription.ts';
import { noSubscription } from '../subscribers/subscription-book.ts';
import type { AttemptEntry } from '../tables/attempts.ts';
import type { ApiParts } from './api-parts.ts';
import { checkTypes } from './check-types.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { attemptSchema, limit, listOf, newSubscriptionSchema, subscriptionChangeSchema, subscriptionSchema } from './schemas.ts';

const shownOnce = subscriptionSchema.extend({ secret: z.string().optional() });
const hour = 3_600_000;
const testsAMinute = 10;

export const subscriptionEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listSubscriptions',
    method: 'get',
    path: '/subscriptions',
    summary: 'Who receives events, and how it stands with them',
    scope: 'read',
    answer: listOf(subscriptionSchema),
    handle: async (_asked, parts) => ({ items: await Promise.all(parts.book.current.map((one) => subscriptionView(one, parts))) }),
  }),
  endpoint({
    id: 'getSubscription',
    method: 'get',
    path: '/subscriptions/:name',
    summary: 'One subscription',
    scope: 'read',
    answer: subscriptionSchema,
    handle: ({ params }, parts) => subscriptionView(known(params['name']!, parts), parts),
  }),
  endpoint({
    id: 'addSubscription',
    method: 'post',
    path: '/subscriptions',
    summary: 'Subscribes a URL; without secrets and header one is made and shown this once',
    scope: 'subscribe',
    body: newSubscriptionSchema,
    answer: shownOnce,
    status: 201,
    audit: ({ body: { name, ...given } }) => ({ action: 'subscription.add', subject: name, detail: withoutSecrets(given) }),
    handle: async ({ body }, parts) => {
      const { name, secrets, header, ...rest } = body;
      if (!isSubscriberName(name)) throw refused(`The name "${name}" has to be small letters, digits, - and _.`);
      const made = secrets || header ? undefined : newSecret();
      const base: Subscription = { name, url: '', events: ['*'], format: 'combined', allowPrivate: false, secrets: [], source: 'api' };
      const added = changed({ ...base, secrets: secrets ?? (made === undefined ? [] : [made]), header }, rest, parts);
      await parts.book.add(added);
      return { ...(await subscriptionView(added, parts)), ...(made !== undefined && { secret: made }) };
    },
  }),
  endpoint({
    id: 'changeSubscription',
    method: 'patch',
    path: '/subscriptions/:name',
    summary: 'Changes a subscription of the API',
    scope: 'subscribe',
    body: subscriptionChangeSchema,
    answer: subscriptionSchema,
    audit: ({ params, body }) => ({ action: 'subscription.change', subject: params['name']!, detail: withoutSecrets(body) }),
    handle: async ({ params, body }, parts) =>
      subscriptionView(await parts.book.change(params['name']!, (before) => changed(before, body, parts)), parts),
  }),
  endpoint({
    id: 'removeSubscription',
    method: 'delete',
    path: '/subscriptions/:name',
    summary: 'Ends a subscription of the API, with all that waits for it',
    scope: 'subscribe',
    status: 204,
    audit: ({ params }) => ({ action: 'subscription.remove', subject: params['name']! }),
    handle: async ({ params }, { book }) => book.remove(params['name']!),
  }),
  endpoint({
    id: 'rotateSecret',
    method: 'post',
    path: '/subscriptions/:name/secrets',
    summary: 'Makes a new secret and shows it this once; those before it sign for some hours more',
    scope: 'subscribe',
    body: z.strictObject({ overlap_hours: z.number().min(0).max(720).default(24), secret: z.string().max(200).optional() }),
    answer: z.object({ secret: z.string().optional(), overlap_ends_at: z.string() }),
    status: 201,
    audit: ({ params, body }) => ({
      action: 'subscription.rotate',
      subject: params['name']!,
      detail: { overlap_hours: body.overlap_hours },
    }),
    handle: async ({ params, body }, { book }) => {
      const now = Date.now();
      const secret = body.secret ?? newSecret();
      await book.rotate(params['name']!, secret, body.overlap_hours * hour, now);
      const ends = new Date(now + body.overlap_hours * hour).toISOString();
      return { ...(body.secret === undefined && { secret }), overlap_ends_at: ends };
    },
  }),
  endpoint({
    id: 'enableSubscription',
    method: 'post',
    path: '/subscriptions/:name/enable',
    summary: 'Sends again to one that was disabled or is given a rest; what waited is sent',
    scope: 'operate',
    answer: subscriptionSchema,
    audit: ({ params }) => ({ action: 'subscription.enable', subject: params['name']! }),
    handle: async ({ params }, parts) => {
      const one = known(params['name']!, parts);
      const { subscribers, outbox, store, events } = parts;
      await store.write([subscribers.enableStatement(one.name), outbox.hurry(one.name, Date.now())]);
      events.wake();
      return subscriptionView(one, parts);
    },
  }),
  endpoint({
    id: 'testSubscription',
    method: 'post',
    path: '/subscriptions/:name/test',
    summary: 'Sends a test event; the attempts say what became of it',
    scope: 'operate',
    answer: z.object({ event: z.string() }),
    status: 202,
    audit: ({ params }) => ({ action: 'subscription.test', subject: params['name']! }),
    handle: async ({ params }, parts) => {
      const { name } = known(params['name']!, parts);
      checkTestRate(name);
      const { id, statements } = parts.events.test(name, randomUUID());
      await parts.store.write(statements);
      parts.events.wake();
      return { event: id };
    },
  }),
  endpoint({
    id: 'listAttempts',
    method: 'get',
    path: '/subscriptions/:name/attempts',
    summary: 'Tries to deliver, the latest first; what was answered is shown to admins',
    scope: 'read',
    query: z.strictObject({
      limit,
      after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
      failed: z.literal('true').optional(),
    }),
    answer: listOf(attemptSchema),
    handle: async ({ params, query, caller }, parts) => {
      const { name } = known(params['name']!, parts);
      const asked = { subscriber: name, limit: query.limit, before: query.after, failed: query.failed === 'true' };
      const { attempts, next } = await parts.attempts.list(asked);
      return { items: attempts.map((one) => attemptView(one, mayDo(caller, 'admin'))), next: next === undefined ? null : String(next) };
    },
  }),
];

function known(name: string, { book }: ApiParts): Subscription {
  const found = book.find(name);
  if (!found) throw noSubscription(name.slice(0, 100));
  return found;
}

type Change = Partial<Pick<Subscription, 'url' | 'filter' | 'format' | 'header' | 'handshake'>> & {
  readonly events?: readonly string[] | undefined;
  readonly allow_private?: Subscription['allowPrivate'] | undefined;
};

/** @throws {Problem} a type that there is not, or the gateway itself as its subscriber */
export function changed(
  before: Subscription,
  { allow_private, ...change }: { [Key in keyof Change]: Change[Key] | undefined },
  parts: ApiParts,
): Subscription {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Subscription = { ...before, ...given, ...(allow_private !== undefined && { allowPrivate: allow_private }) };
  checkTypes([...after.events, ...typesIn(after.filter?.['type'])]);
  if (URL.canParse(after.url) && new URL(after.url).origin === new URL(parts.addresses.publicUrl).origin)
    throw refused('The url is this gateway itself, which would tell itself of its own events for ever.');
  return after;
}

/** When test events were asked for, lately. */
const asked = new Map<string, readonly number[]>();

/** @throws {Problem} `too-many` */
export function checkTestRate(name: string): void {
  const now = Date.now();
  const lately = (asked.get(name) ?? []).filter((at) => at > now - 60_000);
  if (lately.length >= testsAMinute)
    throw new Problem('too-many', `${testsAMinute} test events a minute are enough.`, 'Wait a minute.', {
      headers: { 'retry-after': '60' },
    });
  asked.set(name, [...lately, now]);
}

export async function subscriptionView(subscription: Subscription, { subscribers, outbox }: Pick<ApiParts, 'subscribers' | 'outbox'>) {
  const { name, url, source, events, filter, format, secrets, header, allowPrivate, handshake = false } = subscription;
  const state = await subscribers.find(name);
  return {
    name,
    url,
    source,
    events,
    filter: filter ?? null,
    format,
    header: header?.name ?? null,
    secrets: secrets.map((secret) => createHash('sha256').update(secret).digest('hex').slice(0, 8)),
    allow_private: allowPrivate,
    handshake,
    disabled_at: state?.disabledAt?.toISOString() ?? null,
    failing_since: state?.failingSince?.toISOString() ?? null,
    rests_until: state?.openUntil && state.openUntil.getTime() > Date.now() ? state.openUntil.toISOString() : null,
    waiting: await outbox.count(name, 'pending'),
    given_up: await outbox.count(name, 'given_up'),
    last_at: state?.lastAt?.toISOString() ?? null,
    last_result: state?.lastResult ?? null,
  };
}

/** Settings as the audit log shows them: of a secret that there is one, of an address where it leads and not what it carries. */
export function withoutSecrets({ secrets, header, url, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    ...(typeof url === 'string' && { origin: URL.canParse(url) ? new URL(url).origin : 'no address' }),
    ...(Array.isArray(secrets) && { secrets: secrets.length }),
    ...(header !== undefined && { header: (header as { readonly name: string }).name }),
  };
}

export const attemptView = (one: AttemptEntry, withAnswer: boolean) => ({
  event: one.eventId,
  subscriber: one.subscriber,
  number: one.number,
  started_at: one.startedAt.toISOString(),
  ms: one.ms,
  phases: one.phases,
  address: one.address ?? null,
  status: one.status ?? null,
  // Where nothing is sent, and why, is not told to who may only look: it would tell what is in the network.
  result: withAnswer ? one.result : one.result.replace(/^nothing is sent there: .*$/, 'nothing is sent there'),
  answer: withAnswer ? (one.answer ?? null) : null,
  answer_cut: one.answerCut,
  body_sha256: one.bodySha256,
});

const refused = (why: string): Problem => new Problem('invalid-request', why, 'GET /openapi.json says how it has to be.');
