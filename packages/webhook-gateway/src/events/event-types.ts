import { type EventType as ObservedType, eventTypes as observedTypes } from '@zenodo-connect/core';
import type { Match } from '../recipes/match-schema.ts';
import { closest } from '../yaml/closest.ts';

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

const isKnown = (name: string): boolean =>
  name === '*' || eventTypes.some((type) => type === name || (name.endsWith('.*') && type.startsWith(name.slice(0, -1))));

/** The first name that is neither a type nor a group of types such as `deposit.*`, and which was meant, as a sentence or nothing. */
export function unknownType(names: readonly string[]): { readonly name: string; readonly hint: string } | undefined {
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined) return undefined;
  const groups = [...new Set(eventTypes.map((type) => type.replace(/\.[^.]*$/, '.*')))];
  const meant = closest(unknown.slice(0, 100), unknown.endsWith('*') ? groups : eventTypes);
  return { name: unknown.slice(0, 100), hint: meant === undefined ? '' : ` Did you mean "${meant}"?` };
}

/** The types that a condition on `type` names: whoever asks for one that there is not would wait for ever. */
export function typesIn(condition: Match[string] | undefined): readonly string[] {
  if (typeof condition === 'string') return [condition];
  if (typeof condition !== 'object' || condition === null) return [];
  const { $eq, $neq, $in = [], $nin = [] } = condition;
  return [$eq, $neq, ...$in, ...$nin].filter((one) => typeof one === 'string');
}
