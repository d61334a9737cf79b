import { hash } from 'node:crypto';
import type { DepositJob } from '@zenodo-connect/nestjs';
import { nextActionOf } from '../jobs/next-action.ts';
import type { EventType } from './event-types.ts';
import { traceparentOf } from './trace-ids.ts';

const schemas = 'https://github.com/zenodo-connect/zenodo-connect/blob/main/packages/webhook-gateway/events.schema.json';

export interface GatewayEvent {
  readonly id: string;
  readonly type: EventType;
  /** `route/dataset`: events of one subject are delivered in order. */
  readonly subject: string;
  readonly jobId: string;
  /** The bytes that are signed and sent, the same at every attempt. */
  readonly body: string;
}

export interface EventOrigin {
  /** Goes into the ids and never changes. */
  readonly instance: string;
  /** What subscribers see as `source`. */
  readonly source: string;
}

/** What can happen to a job once in each try. */
const ofATry: ReadonlySet<EventType> = new Set([
  'deposit.failed',
  'deposit.draft_ready',
  'deposit.approval_needed',
  'deposit.submitted',
  'deposit.cancelled',
]);

/** What tells one happening of a type from the next at the same job. */
function discriminatorOf(type: EventType, job: DepositJob): string {
  if (ofATry.has(type)) return `${job.id}/${job.attempts}`;
  // A draft that several deposits go into was made once.
  if (type === 'deposit.created') return `draft ${job.recordId ?? ''}`;
  if (type === 'deposit.updated') return `${job.id}/${job.updatedAt.getTime()}`;
  // While Zenodo is away a job waits again and again; of each cause it is told once a day.
  if (type === 'deposit.waiting') return `${job.id}/${job.waitingFor ?? ''}/${job.updatedAt.toISOString().slice(0, 10)}`;
  return job.id;
}

/** The same happening has the same id, whoever observes it and how often. The discriminator tells what can happen twice to one subject apart. */
export function eventId(instance: string, type: EventType, subject: string, discriminator: string): string {
  const parts = [instance, type, subject, discriminator].map((part) => `${Buffer.byteLength(part)}:${part},`);
  return `evt_${hash('sha256', parts.join('')).slice(0, 32)}`;
}

/**
 * A body that is a CloudEvent in JSON (`specversion`, `id`, `source`, `type`, `time`, `subject`) and a Standard Webhooks
 * payload (`type`, `timestamp`, `data`) at once.
 */
export function eventOf(type: EventType, job: DepositJob, at: Date, { instance, source }: EventOrigin, more: object = {}): GatewayEvent {
  const subject = job.series ?? job.key;
  const id = eventId(instance, type, subject, discriminatorOf(type, job));
  return {
    id,
    type,
    subject,
    jobId: job.id,
    body: bodyOf({ id, source, type, subject, at, trace: job.id, data: { ...dataOf(job), ...more } }),
  };
}

/** Something that happened to the gateway itself: no job, and nothing that is secret. */
export function eventAbout(
  type: EventType,
  subject: string,
  { discriminator, data, at }: { readonly discriminator: string; readonly data: object; readonly at: Date },
  { instance, source }: EventOrigin,
): GatewayEvent {
  const id = eventId(instance, type, subject, discriminator);
  return { id, type, subject, jobId: '', body: bodyOf({ id, source, type, subject, at, trace: id, data }) };
}

/**
 * The body with the event's place in the order of all of this gateway's events, as CloudEvents' `sequence`: a text whose order as a text is
 * that of the events. Events of one subject arrive in it; those of several may have gaps and overtake each other.
 */
export const withSequence = (body: string, place: number): string =>
  `${body.slice(0, -1)},"sequence":"${String(place).padStart(12, '0')}"}`;

interface BodyParts {
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly subject: string;
  readonly at: Date;
  /** What the trace is named after. */
  readonly trace: string;
  readonly data: object;
}

function bodyOf({ id, source, type, subject, at, trace, data }: BodyParts): string {
  const time = at.toISOString();
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    timestamp: time,
    partitionkey: subject,
    traceparent: traceparentOf(trace),
    dataschema: `${schemas}#/$defs/${type}`,
    datacontenttype: 'application/json',
    data,
  });
}

function dataOf(job: DepositJob) {
  return {
    job: job.id,
    route: job.meta['route'],
    dataset: job.meta['dataset'],
    state: job.state,
    record_id: job.recordId,
    record_url: job.htmlUrl,
    doi: job.doi,
    concept_doi: job.conceptDoi,
    files: job.files.map(({ key, size, sha256 }) => ({ name: key, size, sha256 })),
    problem: job.problem,
    waiting_for: job.waitingFor,
    next_action: nextActionOf(job),
  };
}
