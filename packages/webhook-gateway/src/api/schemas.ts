import { z } from 'zod';
import { scopes } from '../people/scopes.ts';
import { eventFormats } from '../subscribers/subscription.ts';
import { eventFilterSchema } from '../subscribers/subscription-schema.ts';

export const instant = z.iso.datetime({ offset: true });
export const limit = z.coerce.number().int().min(1).max(500).default(50);
const text = z.string();
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

export const jobStates = ['queued', 'running', 'waiting', 'left', 'submitted', 'published', 'findable', 'failed', 'cancelled'] as const;

export const depositSchema = z
  .object({
    id: text,
    status: z.enum(jobStates),
    next_action: text,
    safe_to_delete: z.boolean(),
    route: maybe(text),
    dataset: maybe(text),
    files: z.array(z.object({ name: text, size: z.number(), sha256: text.optional(), safe_to_delete: z.boolean() })),
    record_id: maybe(text),
    doi: maybe(text),
    concept_doi: maybe(text),
    record_url: maybe(text),
    problem: maybe(text),
    cure: maybe(text),
    /** The call that `problem` tells of in words. */
    zenodo_answer: maybe(z.object({ status: z.number(), method: text, url: text })),
    left_out: z.array(text),
    attempts: z.number(),
    next_try_at: maybe(text),
    received_at: text,
    updated_at: text,
    metadata: z.unknown(),
  })
  .meta({ id: 'Deposit' });

export const eventSchema = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: text,
    type: text,
    source: text,
    subject: text,
    time: text,
    timestamp: text,
    sequence: text,
    data: z.unknown(),
  })
  .meta({ id: 'Event' });

export const attemptSchema = z
  .object({
    event: text,
    subscriber: text,
    number: z.number(),
    started_at: text,
    ms: z.number(),
    phases: z.object({
      dns: z.number().optional(),
      connect: z.number().optional(),
      tls: z.number().optional(),
      firstByte: z.number().optional(),
    }),
    address: maybe(text),
    status: maybe(z.number()),
    result: text,
    /** For admins; others see that there is one. */
    answer: maybe(text),
    answer_cut: z.boolean(),
    body_sha256: text,
  })
  .meta({ id: 'Attempt' });

export const deliverySchema = z
  .object({
    event: text,
    type: text,
    subject: text,
    subscriber: text,
    state: z.enum(['pending', 'delivered', 'given_up']),
    attempts: z.number(),
    last_result: maybe(text),
    due_at: text,
    updated_at: text,
  })
  .meta({ id: 'Delivery' });

export const subscriptionSchema = z
  .object({
    name: text,
    url: text,
    source: z.enum(['config', 'api']),
    events: z.array(text),
    filter: maybe(z.unknown()),
    format: z.enum(eventFormats),
    header: maybe(text),
    /** SHA-256 beginnings, by which a secret can be told from another. */
    secrets: z.array(text),
    allow_private: z.union([z.boolean(), z.array(text)]),
    /** Whether the receiver is asked for its consent before the first event. */
    handshake: z.boolean(),
    disabled_at: maybe(text),
    failing_since: maybe(text),
    rests_until: maybe(text),
    waiting: z.number(),
    given_up: z.number(),
    last_at: maybe(text),
    last_result: maybe(text),
  })
  .meta({ id: 'Subscription' });

const header = z.strictObject({ name: text.max(64), value: text.max(500) });
const changeable = {
  url: text.max(2_000),
  events: z.array(text.max(100)).min(1).max(100).optional(),
  filter: eventFilterSchema.optional(),
  format: z.enum(eventFormats).optional(),
  header: header.optional(),
  allow_private: z.union([z.boolean(), z.array(text.max(50)).min(1).max(50)]).optional(),
  handshake: z.boolean().optional(),
};

export const newSubscriptionSchema = z
  .strictObject({ name: text, ...changeable, secrets: z.array(text.max(200)).max(10).optional() })
  .meta({ id: 'NewSubscription' });
export const subscriptionChangeSchema = z
  .strictObject({ ...changeable, url: changeable.url.optional() })
  .meta({ id: 'SubscriptionChange' });

export const resendSchema = z
  .strictObject({
    /** Settings of the subscription that are corrected first; needs the scope `subscribe`, and one that the API made. */
    change: subscriptionChangeSchema.optional(),
    /** A secret that signs from now on, or true for one that is made and shown this once; those before it sign for a day more. */
    new_secret: z.union([z.literal(true), text.max(200)]).optional(),
    /** Another subscription that gets it instead. */
    to: text.max(100).optional(),
  })
  .meta({ id: 'Resend' });

export const replaySchema = z
  .strictObject({
    subscriber: text,
    ids: z.array(text.max(100)).min(1).max(500).optional(),
    types: z.array(text.max(100)).min(1).max(100).optional(),
    subject: text.max(500).optional(),
    from: instant.optional(),
    to: instant.optional(),
    state: z.enum(['delivered', 'given_up']).optional(),
    /** Conditions as in a subscription's filter: `{ "data.route": "xrd" }`. */
    filter: eventFilterSchema.optional(),
    /** The count that was told; without it nothing is sent, and the count is. */
    confirm: z.number().int().min(0).optional(),
  })
  .meta({ id: 'Replay' });

export const runningReplaySchema = z
  .object({
    id: text,
    subscriber: text,
    state: z.enum(['queueing', 'sending', 'done', 'stopped']),
    count: z.number(),
    queued: z.number(),
    /** Taken by the subscriber, or given up. */
    sent: z.number(),
    waiting: z.number(),
    started_at: text,
    stopped_at: maybe(text),
  })
  .meta({ id: 'RunningReplay' });

export const approvalSchema = z
  .object({
    draft: text,
    /** The last deposit that went into it. */
    deposit: text,
    route: text,
    dataset: text,
    mode: z.enum(['hold', 'approval']),
    state: z.enum(['waiting', 'publishing', 'published', 'stopped']),
    /** Names that may approve; null where everybody may who has the scope. */
    approvers: maybe(z.array(text)),
    publishes_at: maybe(text),
    since: text,
    decided_by: maybe(text),
    decided_at: maybe(text),
  })
  .meta({ id: 'Approval' });

export const tokenSchema = z
  .object({
    id: text,
    name: text,
    scopes: z.array(z.enum(scopes)),
    created_at: text,
    expires_at: maybe(text),
    last_used_at: maybe(text),
    revoked_at: maybe(text),
  })
  .meta({ id: 'ApiToken' });

export const newTokenSchema = z
  .strictObject({ name: text.min(1).max(100), scopes: z.array(z.enum(scopes)).min(1), expires_at: instant.optional() })
  .meta({ id: 'NewApiToken' });

export const auditEntrySchema = z
  .object({
    seq: z.number(),
    at: text,
    who: text,
    action: text,
    subject: text,
    outcome: z.enum(['asked', 'done', 'refused']),
    /** The hash of the entry that asked, for what became of it. */
    asked: maybe(text),
    detail: z.unknown(),
    /** The hash of the entry before. */
    previous: text,
    hash: text,
  })
  .meta({ id: 'AuditEntry' });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: text.nullable().optional() });
