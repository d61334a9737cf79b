import { SetMetadata } from '@nestjs/common';
import type { EventType, ZenodoEvent } from '@zenodo-connect/core';
import type { EventPlace, EventSelection } from './event-selection.ts';
import type { GatewayEvent } from './gateway-event.ts';

export interface OnZenodoEventOptions extends EventPlace {
  /** Names the handler in the store, for ever; default `Class.method`. Give one before you rename the class. */
  readonly name?: string;
}

/** How an event came to a handler. */
export interface EventDelivery {
  /** 1 for the first time; more when the handler failed, or its process ended, before. */
  readonly attempt: number;
  /** When it was seen by us, which is later than when it happened. */
  readonly seenAt: Date;
}

/** What the decorators say of a method. */
export interface EventHandlerSettings {
  readonly name?: string;
  /** Undefined for events of the gateway, which come by themselves. */
  readonly selection?: EventSelection;
  /** Types of the gateway's events; empty for all. */
  readonly gatewayTypes?: readonly string[];
}

/** Where the explorer finds what the decorators said. */
export const EVENT_METADATA = 'zenodo:on-event';

type EventOf<Type extends EventType> = Extract<ZenodoEvent, { readonly type: Type }>;
type HandlerDecorator<Event> = <Handler extends (event: Event, delivery: EventDelivery) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

/**
 * The method is called with each event of these types that is seen at Zenodo: at least once over all processes, in order for each record, and
 * again when it fails. An event that comes twice has the same `id`. It hears of what changes after its first start.
 */
export function OnZenodoEvent<Type extends EventType>(
  types: Type | readonly Type[],
  { name, ...place }: OnZenodoEventOptions = {},
): HandlerDecorator<EventOf<Type>> {
  return SetMetadata(EVENT_METADATA, {
    ...(name !== undefined && { name }),
    selection: { ...place, types },
  } satisfies EventHandlerSettings);
}

/** The same for events that our gateway sends as webhooks, such as `deposit.published`; all of them without types. See `ZenodoWebhooksModule`. */
export function OnGatewayEvent(
  types: string | readonly string[] = [],
  { name }: { readonly name?: string } = {},
): HandlerDecorator<GatewayEvent> {
  return SetMetadata(EVENT_METADATA, {
    ...(name !== undefined && { name }),
    gatewayTypes: typeof types === 'string' ? [types] : types,
  } satisfies EventHandlerSettings);
}
