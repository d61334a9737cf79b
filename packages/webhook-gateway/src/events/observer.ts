import { Inject, Injectable, type Type } from '@nestjs/common';
import { eventTypes, type EventType as ObservedType, type ZenodoEvent } from '@zenodo-connect/core';
import { type EventPlace, InjectStore, OnZenodoEvent, type Store } from '@zenodo-connect/nestjs';
import type { ObserveConfig } from '../config/gateway-config.ts';
import { EventWriter } from './event-writer.ts';

const ofOwn: readonly ObservedType[] = ['draft.updated', 'doi.reserved', 'account.blocked', 'quota.low'];
const isOfCommunity = (type: ObservedType): boolean => type.startsWith('community.record.');
const isOfRequest = (type: ObservedType): boolean => type.startsWith('community.request.');

/** The places that the configuration names, each with all that can be seen there. */
function placesOf({ own, communities = [], queries = [], concepts, sets = [] }: ObserveConfig) {
  const some = (fits: (type: ObservedType) => boolean): readonly ObservedType[] => eventTypes.filter(fits);
  const public_ = some((type) => !ofOwn.includes(type) && !isOfCommunity(type) && !isOfRequest(type));
  const places: { readonly place: EventPlace; readonly types: readonly ObservedType[] }[] = [];
  if (own) places.push({ place: {}, types: some((type) => !isOfCommunity(type)) });
  for (const community of communities) places.push({ place: { community }, types: some((type) => !ofOwn.includes(type)) });
  for (const query of queries) places.push({ place: { query }, types: public_ });
  if (concepts) places.push({ place: { concepts }, types: public_ });
  for (const set of sets) places.push({ place: { set }, types: public_ });
  return places;
}

/**
 * A provider that puts what nest-module's watcher sees into the outbox: at least once, under the event's own id, so that
 * what comes again is the same. Of several gateways on one store one watches.
 */
export function observerOf(observe: ObserveConfig): Type<unknown> {
  class Observer {
    readonly store: Store;
    readonly events: EventWriter;

    constructor(store: Store, events: EventWriter) {
      this.store = store;
      this.events = events;
    }
  }
  Injectable()(Observer);
  InjectStore()(Observer, undefined, 0);
  Inject(EventWriter)(Observer, undefined, 1);
  for (const { place, types } of placesOf(observe)) {
    const name = `gateway ${JSON.stringify(place)}`.slice(0, 100);
    const descriptor = {
      async value(this: Observer, event: ZenodoEvent): Promise<void> {
        const { id, type, subject } = event;
        const statements = this.events.write({ id, type, subject, jobId: '', body: JSON.stringify({ ...event, partitionkey: subject }) });
        await this.store.write(statements);
        this.events.wake();
      },
      configurable: true,
      writable: true,
    };
    Object.defineProperty(Observer.prototype, name, descriptor);
    OnZenodoEvent(types, { name, ...place })(Observer.prototype, name, descriptor);
  }
  return Observer;
}
