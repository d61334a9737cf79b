import { Inject, Injectable } from '@nestjs/common';
import { Looker } from '../deposits/looker.ts';
import { delayAt } from '../deposits/settlement.ts';
import { Wake } from '../deposits/wake.ts';
import type { Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import { redact } from '../telemetry/redact.ts';
import { Telemetry } from '../telemetry/telemetry.ts';
import { Trouble } from '../telemetry/trouble.ts';
import { ZenodoLogger } from '../telemetry/zenodo-logger.ts';
import { EVENTS_SETTINGS, ZENODO_STORE } from '../zenodo.tokens.ts';
import type { EventHandler } from './event-handlers.ts';
import { type EventCall, EventTable } from './event-table.ts';
import type { EventsSettings } from './events-settings.ts';

/** A handler that works longer is called again by another process. */
const callMs = 5 * 60_000;
const atOnce = 20;

/** Calls the handlers of this process for the events that they are owed. */
@Injectable()
export class EventRunner {
  readonly #logger = new ZenodoLogger('ZenodoEvents');
  readonly #trouble = new Trouble((message) => this.#logger.warn(message));
  readonly #store: Store;
  readonly #table: EventTable;
  readonly #settings: EventsSettings;
  readonly #wake: Wake;
  readonly #telemetry: Telemetry;
  readonly #looker: Looker;
  #handlers: ReadonlyMap<string, EventHandler> = new Map();

  constructor(
    @Inject(ZENODO_STORE) store: Store,
    @Inject(EVENTS_SETTINGS) settings: EventsSettings,
    @Inject(Wake) wake: Wake,
    @Inject(Telemetry) telemetry: Telemetry,
  ) {
    this.#store = store;
    this.#table = new EventTable(store);
    this.#settings = settings;
    this.#wake = wake;
    this.#telemetry = telemetry;
    this.#looker = new Looker(() => this.#callDue(), settings.pollMs);
  }

  start(handlers: ReadonlyMap<string, EventHandler>): void {
    this.#handlers = handlers;
    if (handlers.size === 0) return;
    this.#wake.listen(this.#looker.look);
    this.#looker.start();
  }

  async stop(): Promise<void> {
    this.#wake.forget(this.#looker.look);
    await this.#looker.stop();
  }

  /** True when there may be more. */
  async #callDue(): Promise<boolean> {
    try {
      const calls = await this.#table.due([...this.#handlers.keys()], this.#settings.now(), atOnce);
      await Promise.all(calls.map((call) => this.#call(call)));
      this.#trouble.over('Looking for handlers of events to call works again.');
      return calls.length > 0;
    } catch (error) {
      this.#trouble.tell('Looking for handlers of events to call failed; the next look is in a moment.', error);
      return false;
    }
  }

  /** For tests: calls those that are due now; true when there were some. */
  async turn(): Promise<boolean> {
    await this.#looker.idle();
    return this.#callDue();
  }

  /** When the next call of a handler of this process is due; undefined when none is owed. */
  async nextDue(): Promise<number | undefined> {
    return this.#table.nextDue([...this.#handlers.keys()]);
  }

  async #call(call: EventCall): Promise<void> {
    const { now, giveUpAfterMs, retryDelaysMs } = this.#settings;
    const handler = this.#handlers.get(call.handler);
    if (!handler || !(await this.#taken(call))) return;
    const { event, seenAt, attempts } = call;
    const problem = await problemOf(() => handler.call(event, { attempt: attempts + 1, seenAt }));
    this.#telemetry.tell((one) => one.handled?.(event, call.handler, problem));
    if (problem === undefined) {
      await this.#store.write([this.#table.settled(call, undefined, undefined)]);
      return;
    }
    const isGivenUp = now() - seenAt.getTime() > giveUpAfterMs;
    const next = isGivenUp ? 'It is not called for this event any more.' : 'It is called again later.';
    this.#logger.error(`The handler ${call.handler} failed for ${event.type} of ${event.subject} (${event.id}). ${next} ${problem}`);
    await this.#store.write([this.#table.settled(call, problem, isGivenUp ? undefined : now() + delayAt(retryDelaysMs, attempts))]);
  }

  async #taken(call: EventCall): Promise<boolean> {
    return this.#store.write([this.#table.take(call, this.#settings.now() + callMs)]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StaleWriteError) return false;
        throw error;
      },
    );
  }
}

/** What the handler threw, in words; undefined when it did its work. */
async function problemOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    // It is stored and shown, and says what others put into it.
    return redact(messageOf(error));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
