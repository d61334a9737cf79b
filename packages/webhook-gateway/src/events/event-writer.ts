import type { DepositJob, JobChange, Statement } from '@zenodo-connect/nestjs';
import { ruleOf } from '../jobs/decision-writer.ts';
import type { Outbox } from '../tables/outbox.ts';
import { type EventOrigin, eventAbout, eventOf, type GatewayEvent } from './event.ts';
import type { EventType } from './event-types.ts';
import { eventTypeOfStep, eventTypesOf } from './transitions.ts';

interface Deps {
  /** Where a held draft can be stopped; undefined while the gateway does not know its own address. */
  readonly stopUrl?: (draftId: string) => string | undefined;
  /** Whether a subscriber hears of a type of the jobs of a route. Default: of all. */
  readonly hears?: (route: string, subscriber: string, type: string) => boolean;
  readonly origin: EventOrigin;
  /** Who wants an event. */
  readonly book: { wanting(event: GatewayEvent): readonly string[] };
  readonly outbox: Outbox;
}

export interface About {
  readonly discriminator: string;
  readonly data: object;
  readonly at: Date;
  /** Who is told nothing of it: the subscriber that it is about. */
  readonly except?: string;
  /** The route whose recipe says who hears of it. */
  readonly route?: string;
}

const isAboutDecision = (type: EventType): boolean => type === 'deposit.draft_ready' || type === 'deposit.approval_needed';

/** Makes the statements that write events and their deliveries, for the transaction of what they tell. */
export class EventWriter {
  readonly #origin: EventOrigin;
  readonly #book: Deps['book'];
  readonly #outbox: Outbox;
  readonly #hears: NonNullable<Deps['hears']>;
  readonly #stopUrl: NonNullable<Deps['stopUrl']>;
  #wake: () => void = () => undefined;

  constructor({ origin, book, outbox, hears = () => true, stopUrl = () => undefined }: Deps) {
    this.#stopUrl = stopUrl;
    this.#hears = hears;
    this.#origin = origin;
    this.#book = book;
    this.#outbox = outbox;
  }

  /** Called when there will soon be something to send. */
  whenWritten(wake: () => void): void {
    this.#wake = wake;
  }

  /** After a transaction that was this event's own. */
  wake(): void {
    this.#wake();
  }

  ofJob(change: JobChange): readonly Statement[] {
    const now = new Date();
    const route = String(change.after.meta['route'] ?? '');
    return eventTypesOf(change).flatMap((type) => {
      const event = eventOf(type, change.after, now, this.#origin, isAboutDecision(type) ? this.#decision(change.after) : {});
      return this.#insert(event, (name) => this.#hears(route, name, type));
    });
  }

  /** What a running job has come to, for the transaction of its journal. */
  ofStep(job: DepositJob): readonly Statement[] {
    const type = eventTypeOfStep(job);
    if (type === undefined) return [];
    const route = String(job.meta['route'] ?? '');
    return this.#insert(eventOf(type, job, new Date(), this.#origin), (name) => this.#hears(route, name, type));
  }

  /** Who, or what, decides about a complete draft, for whoever is told of it. */
  #decision(job: DepositJob): object {
    const rule = ruleOf(job);
    if (!rule) return {};
    if (rule.mode === 'approval') return { decision: { mode: 'approval', ...(rule.approvers && { approvers: rule.approvers }) } };
    const publishesAt = new Date(job.updatedAt.getTime() + (rule.afterMs ?? 0)).toISOString();
    return { decision: { mode: 'hold', publishes_at: publishesAt, stop_url: this.#stopUrl(job.recordId ?? '') } };
  }

  about(type: EventType, subject: string, about: About): readonly Statement[] {
    const { except, route } = about;
    const event = eventAbout(type, subject, about, this.#origin);
    return this.#insert(event, (name) => name !== except && (route === undefined || this.#hears(route, name, type)));
  }

  write(event: GatewayEvent): readonly Statement[] {
    return this.#insert(event, () => true);
  }

  #insert(event: GatewayEvent, hears: (subscriber: string) => boolean): readonly Statement[] {
    this.#wake();
    return this.#outbox.insert(event, this.#book.wanting(event).filter(hears), Date.now());
  }

  /** A test event, which goes to one subscriber, whatever it wants. */
  test(subscriber: string, discriminator: string): { readonly id: string; readonly statements: readonly Statement[] } {
    const data = { subscriber, message: 'A test: this subscription works.' };
    const event = eventAbout('gateway.test', `subscriber/${subscriber}`, { discriminator, data, at: new Date() }, this.#origin);
    this.#wake();
    return { id: event.id, statements: this.#outbox.insert(event, [subscriber], Date.now()) };
  }
}
