import { createHash } from 'node:crypto';
import type { EventData, EventType, ZenodoEvent } from './event-types.ts';

/** What happened, before it has its id. */
export interface Happening<Type extends EventType = EventType> {
  readonly type: Type;
  readonly subject: string;
  /** Empty for what happens once to a subject; else what tells two of them apart and is the same for all observers. */
  readonly discriminator: string;
  readonly time: string;
  readonly data: EventData[Type];
}

const schemas = 'https://github.com/zenodo-connect/zenodo-connect/blob/main/packages/core/events.schema.json';

/** The same happening has the same id, whoever observes it. A JSON list, so that nothing can be moved from one part to the next. */
export function eventId(origin: string, subject: string, type: EventType, discriminator: string): string {
  const parts = JSON.stringify([origin, subject, type, discriminator]);
  return `evt_${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}

/** A happening as it travels. */
export function makeEvent(origin: string, { type, subject, discriminator, time, data }: Happening): ZenodoEvent {
  const id = eventId(origin, subject, type, discriminator);
  const iso = new Date(time).toISOString();
  return {
    specversion: '1.0',
    id,
    type,
    source: origin,
    subject,
    time: iso,
    timestamp: iso,
    datacontenttype: 'application/json',
    dataschema: `${schemas}#/$defs/${type}`,
    data,
  } as ZenodoEvent;
}
