import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectStore, type Statement, type Store, StoreError } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { admittedRoute } from '../doors/admitted.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import type { Accepted } from '../intake/intake.ts';
import type { Problem } from '../problems/problem.ts';
import { EventWriter } from './event-writer.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Of so many it is remembered that they were told lately; the database knows the rest. */
const mostRemembered = 10_000;

/** Refusals that say nothing of what was sent: who it is, how much is going on, a line that broke. */
const ofTheMoment: ReadonlySet<number> = new Set([401, 403, 404, 405, 408, 429]);

/**
 * Tells that a file was refused, or came once more. Only for senders that proved themselves, and bounded: an instrument that
 * sends the same mistake each second makes one event a minute of it, and one that repeats a file one event an hour.
 */
@Injectable()
export class InboundEvents implements OnApplicationShutdown {
  readonly #store: Store;
  readonly #events: EventWriter;
  readonly #settings: Settings;
  readonly #told = new Set<string>();
  readonly #writing = new Set<Promise<void>>();

  constructor(@InjectStore() store: Store, @Inject(EventWriter) events: EventWriter, @Inject(GATEWAY_SETTINGS) settings: Settings) {
    this.#store = store;
    this.#events = events;
    this.#settings = settings;
  }

  async refused(request: IncomingMessage, { kind, status, message, nextStep }: Problem): Promise<void> {
    const route = admittedRoute(request);
    if (route === undefined || status >= 500 || ofTheMoment.has(status) || kind === 'cut-off') return;
    const data = { route, problem: `urn:zenodo-connect:problem:${kind}`, status, detail: message, next_step: nextStep };
    const about = { discriminator: `${kind}/${Math.floor(Date.now() / minuteMs)}`, data, at: new Date(), route };
    await this.#tell(`refused ${route} ${about.discriminator}`, () => this.#events.about('inbound.refused', `inbound/${route}`, about));
  }

  async duplicate(request: IncomingMessage, { job, dataset, sha256 }: Accepted): Promise<void> {
    const route = admittedRoute(request);
    if (route === undefined) return;
    const about = {
      discriminator: `${job.id}/${Math.floor(Date.now() / hourMs)}`,
      data: { route, dataset, job: job.id, state: job.state, sha256 },
      at: new Date(),
      route,
    };
    await this.#tell(`duplicate ${about.discriminator}`, () => this.#events.about('inbound.duplicate', `${route}/${dataset}`, about));
  }

  /** A sender that hung up has no connection which a closing server waits for; what is written about it is waited for here. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** The answer to the sender does not depend on it. */
  async #tell(what: string, statements: () => readonly Statement[]): Promise<void> {
    if (this.#told.has(what)) return;
    if (this.#told.size >= mostRemembered) this.#told.clear();
    this.#told.add(what);
    const writing = this.#write(statements);
    this.#writing.add(writing);
    await writing;
    this.#writing.delete(writing);
  }

  async #write(statements: () => readonly Statement[]): Promise<void> {
    try {
      await this.#store.write(statements());
      this.#events.wake();
    } catch (error) {
      // The gateway ended while this request, whose sender is gone, was still looked at.
      if (error instanceof StoreError && error.problem === 'closed') return;
      const message = `An event about a request was not written: ${(error as Error).message}`;
      this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'events', message });
    }
  }
}
