import { type EventType as ObservedType, eventTypes as observedTypes } from '@zenodo-connect/core';

/** What the gateway tells about itself and its deposits. */
export const ownEventTypes = [
  'inbound.refused',
  'inbound.duplicate',
  'deposit.received',
  'deposit.updated',
  'deposit.waiting',
  'deposit.created',
  'deposit.files_uploaded',
  'deposit.draft_ready',
  'deposit.approval_needed',
  'deposit.submitted',
  'deposit.published',
  'deposit.failed',
  'deposit.cancelled',
  'doi.findable',
  'gateway.test',
  'gateway.subscriber.failing',
  'gateway.subscriber.recovered',
  'gateway.subscriber.disabled',
  'gateway.dead_letter',
  'gateway.budget.low',
] as const;

/** Of the gateway itself, or observed at Zenodo by core's watcher. */
export type EventType = (typeof ownEventTypes)[number] | ObservedType;

/** All of them; `doi.findable` is both, told apart by `source` and `subject`. */
export const eventTypes: readonly EventType[] = [...new Set<EventType>([...ownEventTypes, ...observedTypes])];

/** A name that is neither a type nor a group of types such as `deposit.*`. */
export const unknownType = (names: readonly string[]): string | undefined =>
  names.find(
    (name) => name !== '*' && !eventTypes.some((type) => type === name || (name.endsWith('.*') && type.startsWith(name.slice(0, -1)))),
  );
