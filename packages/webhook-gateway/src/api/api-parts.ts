import { Inject, Injectable } from '@nestjs/common';
import { DepositsService, InjectStore, type Store } from '@zenodo-connect/nestjs';
import { AuditLog } from '../audit/audit-log.ts';
import type { Settings } from '../config/settings.ts';
import { EventWriter } from '../events/event-writer.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Addresses } from '../jobs/addresses.ts';
import { DraftDesk } from '../jobs/draft-desk.ts';
import { Entrance } from '../people/entrance.ts';
import { SubscriptionBook } from '../subscribers/subscription-book.ts';
import { Attempts } from '../tables/attempts.ts';
import { Outbox } from '../tables/outbox.ts';
import { Replays } from '../tables/replays.ts';
import { StoppedDeposits } from '../tables/stopped-deposits.ts';
import { Subscribers } from '../tables/subscribers.ts';
import { EventStreams } from './event-streams.ts';

/** What the endpoints work with. */
@Injectable()
export class ApiParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly deposits: DepositsService;
  readonly outbox: Outbox;
  readonly attempts: Attempts;
  readonly subscribers: Subscribers;
  readonly book: SubscriptionBook;
  readonly events: EventWriter;
  readonly addresses: Addresses;
  readonly entrance: Entrance;
  readonly streams: EventStreams;
  readonly audit: AuditLog;
  readonly replays: Replays;
  readonly stopped: StoppedDeposits;
  readonly desk: DraftDesk;

  constructor(
    @InjectStore() store: Store,
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(DepositsService) deposits: DepositsService,
    @Inject(Outbox) outbox: Outbox,
    @Inject(Attempts) attempts: Attempts,
    @Inject(Subscribers) subscribers: Subscribers,
    @Inject(SubscriptionBook) book: SubscriptionBook,
    @Inject(EventWriter) events: EventWriter,
    @Inject(Addresses) addresses: Addresses,
    @Inject(Entrance) entrance: Entrance,
    @Inject(EventStreams) streams: EventStreams,
    @Inject(AuditLog) audit: AuditLog,
    @Inject(DraftDesk) desk: DraftDesk,
  ) {
    this.store = store;
    this.settings = settings;
    this.deposits = deposits;
    this.outbox = outbox;
    this.attempts = attempts;
    this.subscribers = subscribers;
    this.book = book;
    this.events = events;
    this.addresses = addresses;
    this.entrance = entrance;
    this.streams = streams;
    this.audit = audit;
    this.desk = desk;
    this.replays = new Replays(store);
    this.stopped = new StoppedDeposits(store, deposits);
  }
}
