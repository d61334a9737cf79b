import { createHash } from 'node:crypto';
import type { DepositJob } from '@zenodo-connect/nestjs';
import type { EventType } from '../config/gateway-config.ts';
import { nextActionOf } from '../jobs/next-action.ts';

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

/** The same happening has the same id, whoever observes it and how often. The discriminator tells what can happen twice to one subject apart. */
export function eventId(instance: string, type: EventType, subject: string, discriminator: string): string {
  const hash = createHash('sha256');
  for (const part of [instance, type, subject, discriminator]) hash.update(`${Buffer.byteLength(part)}:${part},`);
  return `evt_${hash.digest('hex').slice(0, 32)}`;
}

/**
 * A body that is a CloudEvent in JSON (`specversion`, `id`, `source`, `type`, `time`, `subject`) and a Standard Webhooks
 * payload (`type`, `timestamp`, `data`) at once.
 */
export function eventOf(type: EventType, job: DepositJob, at: Date, { instance, source }: EventOrigin): GatewayEvent {
  const subject = job.series ?? job.key;
  // A job can fail more than once; all else happens to it once.
  const discriminator = type === 'deposit.failed' ? `${job.id}/${job.attempts}` : job.id;
  const id = eventId(instance, type, subject, discriminator);
  const time = at.toISOString();
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    timestamp: time,
    datacontenttype: 'application/json',
    data: dataOf(job),
  });
  return { id, type, subject, jobId: job.id, body };
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
    next_action: nextActionOf(job),
  };
}
