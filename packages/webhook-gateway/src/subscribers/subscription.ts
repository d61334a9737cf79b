import type { Match } from '../recipes/match-schema.ts';
import { mismatch } from '../recipes/matcher.ts';

/** How an event is put into a request. */
export const eventFormats = ['combined', 'cloudevents-structured', 'cloudevents-binary', 'thin'] as const;
export type EventFormat = (typeof eventFormats)[number];

/** A fixed header for receivers that cannot check signatures. */
export interface HeaderToken {
  readonly name: string;
  readonly value: string;
}

/** Who receives which events, and how. */
export interface Subscription {
  readonly name: string;
  readonly url: string;
  /** Types, or groups such as `deposit.*`. */
  readonly events: readonly string[];
  /** Over the paths of the event: `type`, `subject`, `source`, `data.…`. */
  readonly filter?: Match | undefined;
  readonly format: EventFormat;
  /** `whsec_…` (v1) and `whsk_…` (v1a); each adds a signature. */
  readonly secrets: readonly string[];
  readonly header?: HeaderToken | undefined;
  readonly allowPrivate: boolean | readonly string[];
  /** True: nothing is sent before the receiver has consented. */
  readonly handshake?: boolean | undefined;
  readonly source: 'config' | 'api';
}

/** What a filter and a list of types look at. */
export interface FilterableEvent {
  readonly type: string;
  readonly subject: string;
  readonly body: string;
}

/** Whether a type is one of those, or in one of those groups. */
export const namesType = (events: readonly string[], type: string): boolean =>
  events.some((wanted) => wanted === '*' || wanted === type || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))));

export function wants({ events, filter }: Pick<Subscription, 'events' | 'filter'>, event: FilterableEvent): boolean {
  return namesType(events, event.type) && (filter === undefined || mismatch(filter, JSON.parse(event.body)) === undefined);
}

/** All that could be echoed by a receiver and is not to be kept. */
export const secretsOf = ({ secrets, header }: Pick<Subscription, 'secrets' | 'header'>): readonly string[] => [
  ...secrets.flatMap((secret) => [secret, secret.replace(/^whs(ec|k)_/, '')]),
  ...(header ? [header.value, header.value.replace(/^\S+ +/, '')] : []),
];
