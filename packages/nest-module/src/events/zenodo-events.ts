import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EventType, ZenodoEvent } from '@zenodo-connect/core';
import { filter, Observable, Subject } from 'rxjs';
import { Looker } from '../deposits/looker.ts';
import { Wake } from '../deposits/wake.ts';
import type { Store } from '../store/store.ts';
import { EVENTS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import { EventTable, type MissedEvent } from './event-table.ts';
import type { EventsSettings } from './events-settings.ts';

export interface EventsBacklog {
  /** Calls of handlers that are owed, over all processes. */
  readonly owed: number;
  readonly oldestAt: Date | undefined;
}

/** Another process may commit an event later than one that it numbered earlier: so far back is looked again. */
const overlapMs = 60_000;
const atOnce = 500;

/** Events as they are stored, for pages that are open now; what has to be done for sure belongs into a handler. */
@Injectable()
export class ZenodoEvents implements OnApplicationShutdown {
  readonly #store: Store;
  readonly #table: EventTable;
  readonly #settings: EventsSettings;
  readonly #wake: Wake;
  readonly #looker: Looker;
  readonly #subject = new Subject<ZenodoEvent>();
  readonly #seen = new Map<string, number>();
  #listeners = 0;

  constructor(@Inject(ZENODO_STORE) store: Store, @Inject(EVENTS_SETTINGS) settings: EventsSettings, @Inject(Wake) wake: Wake) {
    this.#store = store;
    this.#table = new EventTable(store);
    this.#settings = settings;
    this.#wake = wake;
    this.#looker = new Looker(() => this.#read(), settings.pollMs);
  }

  /**
   * Events of these types, or all, from now on, whichever process sees them: what handlers and `events.watch` ask for. An Observable that
   * nobody subscribes to costs nothing; what happens meanwhile is not told later.
   */
  stream<Type extends EventType = EventType>(types?: Type | readonly Type[]): Observable<Extract<ZenodoEvent, { readonly type: Type }>> {
    const wanted: readonly string[] | undefined = typeof types === 'string' ? [types] : types;
    const isWanted = (event: ZenodoEvent): event is Extract<ZenodoEvent, { readonly type: Type }> => wanted?.includes(event.type) ?? true;
    return new Observable<ZenodoEvent>((subscriber) => {
      const begun = this.#listeners++ === 0 ? this.#begin() : Promise.resolve();
      begun.catch((error: unknown) => subscriber.error(error));
      const subscription = this.#subject.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        if (--this.#listeners === 0) this.#end();
      };
    }).pipe(filter(isWanted));
  }

  /** What handlers are owed, for metrics and health. */
  async backlog(): Promise<EventsBacklog> {
    return this.#table.backlog();
  }

  /** Handlers that failed until they were given up, the latest first; at most 500, as long as their events are kept. */
  async missed(): Promise<readonly MissedEvent[]> {
    return this.#table.missed(500);
  }

  /** Calls the handlers again that were given up for this event; resolves with how many. */
  async callMissed(eventId: string): Promise<number> {
    const [result] = await this.#store.write([this.#table.callAgain(eventId, this.#settings.now())]);
    this.#wake.call();
    return result?.changes ?? 0;
  }

  async onApplicationShutdown(): Promise<void> {
    this.#wake.forget(this.#looker.look);
    await this.#looker.stop();
    this.#subject.complete();
  }

  /** What is there already is no news. */
  async #begin(): Promise<void> {
    for (const { event, createdAt } of await this.#table.since(this.#settings.now() - overlapMs, atOnce))
      this.#seen.set(event.id, createdAt);
    if (this.#listeners === 0) return;
    this.#wake.listen(this.#looker.look);
    this.#looker.start();
  }

  #end(): void {
    this.#wake.forget(this.#looker.look);
    void this.#looker.stop();
    this.#seen.clear();
  }

  async #read(): Promise<boolean> {
    const newest = Math.max(this.#settings.now(), ...this.#seen.values());
    const from = newest - overlapMs;
    for (const [id, createdAt] of this.#seen) if (createdAt < from) this.#seen.delete(id);
    const found = await this.#table.since(from, atOnce + this.#seen.size).catch(() => []);
    const news = found.filter(({ event }) => !this.#seen.has(event.id));
    for (const { event, createdAt } of news) {
      this.#seen.set(event.id, createdAt);
      this.#subject.next(event);
    }
    return news.length >= atOnce;
  }
}
