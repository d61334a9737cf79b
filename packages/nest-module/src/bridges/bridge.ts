import type { ZenodoEvent } from '@zenodo-connect/core';
import type { EventHandlers } from '../events/event-handlers.ts';
import { type EventSelection, typesOf, watcherOf } from '../events/event-selection.ts';

/** What a bridge takes over, and how it is called there. */
export interface BridgeOptions {
  readonly events: EventSelection | readonly EventSelection[];
  /** Before the event's type. Default `zenodo.`: an event is called `zenodo.version.published`. */
  readonly prefix?: string;
}

/** Makes a bridge a handler of the events: it gets each at least once, and again when it fails. */
export function addBridge(
  handlers: EventHandlers,
  kind: string,
  { events, prefix = 'zenodo.' }: BridgeOptions,
  pass: (name: string, event: ZenodoEvent) => Promise<unknown>,
): void {
  const selections: readonly EventSelection[] = 'types' in events ? [events] : events;
  for (const selection of selections) {
    handlers.add({
      name: `${kind} ${watcherOf(selection)} ${typesOf(selection).join(' ')}`,
      by: `The bridge to ${kind}`,
      selection,
      // Bridges select events of Zenodo alone.
      call: (event) => pass(`${prefix}${event.type}`, event as ZenodoEvent),
    });
  }
}
