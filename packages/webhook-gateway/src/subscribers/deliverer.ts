import { StaleWriteError, type Store } from '@zenodo-connect/nestjs';
import type { Agent } from 'undici';
import type { Settings, SubscriberSettings } from '../config/settings.ts';
import type { Delivery, Outbox } from '../tables/outbox.ts';
import type { Subscribers } from '../tables/subscribers.ts';
import { guardedAgent } from './guarded-agent.ts';
import { outcomeOf } from './outcome.ts';
import { postEvent } from './post-event.ts';

/** Tries at once to one subscriber; a slow one holds up nobody but itself. */
const maxAtOnce = 4;
/** Lets the transaction that made an event commit before it is looked for. */
const wakeMs = 20;

type Deps = { readonly store: Store; readonly outbox: Outbox; readonly subscribers: Subscribers; readonly settings: Settings };

/** Sends what the outbox holds, one lane a subscriber. */
export class Deliverer {
  readonly #deps: Deps;
  readonly #lanes: readonly Lane[];

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#lanes = deps.settings.subscribers.map((subscriber) => new Lane(subscriber, deps));
  }

  async start(): Promise<void> {
    const { store, outbox, subscribers, settings } = this.#deps;
    // What another gateway on the same store is sending is its own until its lease ends.
    const back = settings.shared ? [] : [outbox.takeBack(Date.now())];
    await store.write([...back, ...settings.subscribers.flatMap(({ name, url }) => subscribers.register(name, url))]);
    for (const lane of this.#lanes) lane.wake();
  }

  /** There may be something to send. A hint: each lane also looks by itself. */
  wake(): void {
    for (const lane of this.#lanes) lane.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }
}

class Lane {
  readonly #subscriber: SubscriberSettings;
  readonly #deps: Deps;
  readonly #agent: Agent;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #again = false;
  #looking: Promise<void> | undefined;

  constructor(subscriber: SubscriberSettings, deps: Deps) {
    this.#subscriber = subscriber;
    this.#deps = deps;
    this.#agent = guardedAgent(subscriber.allowPrivate);
  }

  /** Looks after that time, or earlier if that is planned: a stream of wakes never puts the look off. */
  wake(afterMs = wakeMs): void {
    const at = Date.now() + afterMs;
    if (this.#stopping.signal.aborted || (this.#timer && this.#timerAt <= at)) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#look(), afterMs);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#running);
    await this.#agent.close();
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = this.#takeDue()
      .catch((error: Error) => this.#log({ level: 'error', message: `The outbox cannot be read: ${error.message}` }))
      .finally(() => {
        this.#looking = undefined;
        this.wake(this.#again ? 0 : this.#deps.settings.deliveries.pollMs);
        this.#again = false;
      });
  }

  async #takeDue(): Promise<void> {
    const due = await this.#deps.outbox.due(this.#subscriber.name, Date.now(), maxAtOnce - this.#running.size);
    for (const delivery of due) {
      if (this.#stopping.signal.aborted || !(await this.#claim(delivery))) continue;
      const run = this.#deliver(delivery).finally(() => {
        this.#running.delete(run);
        this.wake(0);
      });
      this.#running.add(run);
    }
  }

  async #claim(delivery: Delivery): Promise<boolean> {
    const now = Date.now();
    try {
      await this.#deps.store.write([this.#deps.outbox.claim(delivery, now, now + 2 * this.#deps.settings.deliveries.timeoutMs)]);
      return true;
    } catch (error) {
      if (error instanceof StaleWriteError) return false;
      throw error;
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { settings, store, outbox, subscribers } = this.#deps;
    const { name, url, secret } = this.#subscriber;
    const startedAt = Date.now();
    const attempt = await postEvent(delivery, {
      url,
      secret,
      agent: this.#agent,
      timeoutMs: settings.deliveries.timeoutMs,
      now: startedAt,
      stop: this.#stopping.signal,
    });
    const now = Date.now();
    try {
      if ('failure' in attempt && this.#stopping.signal.aborted) {
        await store.write([outbox.release(delivery, now)]);
        return;
      }
      const attemptsDone = delivery.attempts + 1;
      const outcome = outcomeOf(attempt, { delaysMs: settings.deliveries.delaysMs, attemptsDone, now, random: Math.random() });
      const end = {
        state: outcome.state,
        dueAt: now + outcome.delayMs,
        status: 'status' in attempt ? attempt.status : undefined,
        result: outcome.result,
      };
      // Back on its feet: what else waits for it need not wait for its own hour.
      const others = outcome.state === 'delivered' && delivery.attempts > 0 ? [outbox.hurry(name, now)] : [];
      await store.write([outbox.settle(delivery, end, now), subscribers.tried(name, outcome.result, outcome.disable, now), ...others]);
      this.#log({ level: 'info', event: delivery.eventId, attempt: attemptsDone, result: outcome.result, ms: now - startedAt });
    } catch (error) {
      // Nothing is lost: the lease ends and the event is sent again.
      this.#log({
        level: 'error',
        event: delivery.eventId,
        message: `The result of a delivery was not stored: ${(error as Error).message}`,
      });
    }
  }

  #log(line: Readonly<Record<string, string | number>>): void {
    this.#deps.settings.log({ time: new Date().toISOString(), kind: 'delivery', subscriber: this.#subscriber.name, ...line });
  }
}
