import { Inject, Injectable } from '@nestjs/common';
import { ConfigurationError, type ZenodoEvent } from '@zenodo-connect/core';
import { DecoratedMethods } from '../discovery/decorated-methods.ts';
import { type EventSelection, typesOf, watcherOf } from './event-selection.ts';
import type { RegisteredHandler } from './event-table.ts';
import { type GatewayEvent, gatewayWatcher } from './gateway-event.ts';
import { EVENT_METADATA, type EventDelivery, type EventHandlerSettings } from './on-zenodo-event.ts';

export interface EventHandler extends EventHandlerSettings {
  readonly name: string;
  /** Who it is, in words. */
  readonly by: string;
  readonly call: (event: ZenodoEvent | GatewayEvent, delivery: EventDelivery) => unknown;
}

/** Who is to be told of events in this process: decorated methods, and bridges to other ways of telling. */
@Injectable()
export class EventHandlers {
  readonly #methods: DecoratedMethods;
  readonly #bridges: EventHandler[] = [];

  constructor(@Inject(DecoratedMethods) methods: DecoratedMethods) {
    this.#methods = methods;
  }

  /** For bridges, while the application's modules start. */
  add(handler: EventHandler): void {
    this.#bridges.push(handler);
  }

  /** @throws {ConfigurationError} two handlers of one name, which would take each other's events */
  all(): ReadonlyMap<string, EventHandler> {
    const methods = this.#methods
      .find<EventHandlerSettings>(EVENT_METADATA)
      .map(({ name, settings, call }): EventHandler => ({ ...settings, name: settings.name ?? name, by: `The handler ${name}`, call }));
    const handlers = new Map<string, EventHandler>();
    for (const handler of [...methods, ...this.#bridges]) {
      if (handlers.has(handler.name)) {
        throw new ConfigurationError(
          `Two handlers of events are called "${handler.name}"; give one of them another name: @OnZenodoEvent(…, { name }).`,
        );
      }
      handlers.set(handler.name, handler);
    }
    return handlers;
  }
}

/** A handler as the store knows it, so that whichever process watches writes what it is owed. */
export function registered({ name, selection, gatewayTypes = [] }: EventHandler): RegisteredHandler {
  if (!selection) return { name, watcher: gatewayWatcher, types: gatewayTypes, concepts: [] };
  return { name, watcher: watcherOf(selection), types: typesOf(selection), concepts: selection.concepts ?? [] };
}

/** What is to be watched for these handlers. */
export const selectionsOf = (handlers: Iterable<EventHandler>): { readonly selection: EventSelection; readonly by: string }[] =>
  [...handlers].flatMap(({ selection, by }) => (selection ? [{ selection, by }] : []));
