import type { Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import type { EventWriter } from '../events/event-writer.ts';
import type { Attempts } from '../tables/attempts.ts';
import type { Outbox } from '../tables/outbox.ts';
import type { Subscribers } from '../tables/subscribers.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Spans } from '../telemetry/spans.ts';
import { Lane } from './lane.ts';
import type { SubscriptionBook } from './subscription-book.ts';

/** How often another replica's changes to subscriptions are looked for. */
export const refreshMs = 2_000;

export interface DelivererDeps {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly subscribers: Subscribers;
  readonly attempts: Attempts;
  readonly settings: Settings;
  readonly book: SubscriptionBook;
  readonly events: EventWriter;
  readonly metrics: Metrics;
  readonly spans: Spans;
  /** Milliseconds for which a try to deliver an event is kept; undefined: as long as those without a time of their own. */
  readonly attemptsMs: (body: string) => number | undefined;
  /** Where a thin event's receiver reads the whole one. */
  readonly eventUrl: (id: string) => string;
}

/** Sends what the outbox holds, one lane a subscription. */
export class Deliverer {
  readonly #deps: DelivererDeps;
  readonly #lanes = new Map<string, { readonly shape: string; readonly lane: Lane }>();
  readonly #ending = new Set<Promise<void>>();
  #timers: NodeJS.Timeout[] = [];
  #running = false;

  constructor(deps: DelivererDeps) {
    this.#deps = deps;
  }

  /** Takes back what an earlier life was sending, and makes the subscriptions known. Nothing is sent yet. */
  async prepare(): Promise<void> {
    const { store, outbox, book, settings } = this.#deps;
    // What another gateway on the same store is sending is its own until its lease ends.
    if (!settings.shared) await store.write([outbox.takeBack(Date.now())]);
    await book.register();
  }

  /** Begins to send. Events name this gateway's address, so it has to be known by now. */
  start(): void {
    const { book, events } = this.#deps;
    this.#running = true;
    book.whenChanged(() => this.#follow());
    events.whenWritten(() => this.wake());
    this.#follow();
    const refresh = (): void => void book.refresh().catch((error: Error) => this.#complain(error));
    this.#timers = [setInterval(refresh, refreshMs).unref()];
  }

  /** There may be something to send. A hint: each lane also looks by itself. */
  wake(): void {
    for (const { lane } of this.#lanes.values()) lane.wake();
  }

  async stop(): Promise<void> {
    this.#running = false;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([...[...this.#lanes.values()].map(({ lane }) => lane.stop()), ...this.#ending]);
    this.#lanes.clear();
  }

  /** Lanes as the book has them; one that changed is another one. */
  #follow(): void {
    if (!this.#running) return;
    const wanted = new Map(this.#deps.book.current.map((one) => [one.name, one]));
    for (const [name, { shape, lane }] of this.#lanes) {
      const next = wanted.get(name);
      if (next && JSON.stringify(next) === shape) continue;
      this.#lanes.delete(name);
      const ended = lane.stop().finally(() => this.#ending.delete(ended));
      this.#ending.add(ended);
    }
    for (const [name, subscription] of wanted) {
      if (this.#lanes.has(name)) continue;
      const lane = new Lane(subscription, this.#deps);
      this.#lanes.set(name, { shape: JSON.stringify(subscription), lane });
      lane.wake();
    }
  }

  #complain({ message }: Error): void {
    const line = { time: new Date().toISOString(), level: 'error', kind: 'subscription' };
    this.#deps.settings.log({ ...line, message: `The subscriptions cannot be read: ${message}` });
  }
}
