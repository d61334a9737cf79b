import { createHash } from 'node:crypto';
import { StaleWriteError, type Statement } from '@zenodo-connect/nestjs';
import type { Agent } from 'undici';
import type { AttemptEntry } from '../tables/attempts.ts';
import type { Delivery } from '../tables/outbox.ts';
import type { SubscriberState } from '../tables/subscribers.ts';
import { type Standing, standingAfter } from './breaker.ts';
import { askConsent, type Consent } from './consent.ts';
import type { DelivererDeps } from './deliverer.ts';
import { guardedAgent } from './guarded-agent.ts';
import { LaneWidth, laneConnections } from './lane-width.ts';
import { type Message, messageOf } from './message.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { type Posted, postEvent, type Target } from './post-event.ts';
import { type Subscription, secretsOf } from './subscription.ts';

/** Lets the transaction that made an event commit before it is looked for. */
const wakeMs = 20;

/** What goes to one subscriber. */
export class Lane {
  readonly #subscription: Subscription;
  readonly #deps: DelivererDeps;
  readonly #agent: Agent;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #width = new LaneWidth();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #consent: Consent | undefined;
  /** When the receiver's own rate lets the next event go. */
  #openAt = 0;
  #again = false;
  #looking: Promise<void> | undefined;

  constructor(subscription: Subscription, deps: DelivererDeps) {
    this.#subscription = subscription;
    this.#deps = deps;
    this.#agent = guardedAgent(subscription.allowPrivate, laneConnections);
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
    const { outbox, subscribers } = this.#deps;
    const { name } = this.#subscription;
    const pause = this.#openAt - Date.now();
    if (pause > 0) {
      this.wake(pause);
      return;
    }
    const state = await subscribers.find(name);
    // The outbox judges that too, for each of the hundred thousand events that may wait.
    if (state?.disabledAt || (state?.openUntil?.getTime() ?? 0) > Date.now()) return;
    const perMinute = this.#consent?.perMinute;
    // Who has not consented yet, or wants few, is asked with one event at a time.
    const isSlow = perMinute !== undefined || (this.#subscription.handshake === true && !this.#consent);
    const free = isSlow ? 1 - this.#running.size : this.#width.free(state?.failures ?? 0, this.#running.size);
    if (free < 1) return;
    const due = await outbox.due(name, Date.now(), free);
    if (perMinute !== undefined && due.length > 0) this.#openAt = Date.now() + 60_000 / perMinute;
    // Side by side, so that they share a commit.
    await Promise.all(due.map((delivery) => this.#begin(delivery)));
  }

  async #begin(delivery: Delivery): Promise<void> {
    if (this.#stopping.signal.aborted || !(await this.#claim(delivery))) return;
    const run = this.#deliver(delivery).finally(() => {
      this.#running.delete(run);
      this.wake(0);
    });
    this.#running.add(run);
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

  /** Asked once for as long as the subscription stays as it is. What hinders it is the end of the try. */
  async #refusedConsent(target: Target): Promise<Posted | undefined> {
    if (!this.#subscription.handshake || this.#consent) return undefined;
    const asked = await askConsent(target, new URL(this.#deps.eventUrl('')).host);
    if ('refused' in asked) return asked.refused;
    this.#consent = asked.consent;
    return undefined;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { settings, store, outbox, subscribers } = this.#deps;
    const startedAt = Date.now();
    const eventUrl = this.#deps.eventUrl(delivery.eventId);
    const message = messageOf(delivery, this.#subscription, { now: startedAt, eventUrl });
    const target = {
      url: this.#subscription.url,
      agent: this.#agent,
      timeoutMs: settings.deliveries.timeoutMs,
      stop: this.#stopping.signal,
    };
    const posted = (await this.#refusedConsent(target)) ?? (await postEvent(message, target));
    const now = Date.now();
    try {
      if ('failure' in posted.attempt && this.#stopping.signal.aborted) {
        await store.write([outbox.release(delivery, now)]);
        return;
      }
      const attemptsDone = delivery.attempts + 1;
      const { delaysMs } = settings.deliveries;
      const outcome = outcomeOf(posted.attempt, { delaysMs, attemptsDone, now, random: Math.random() });
      const state = await subscribers.find(this.#subscription.name);
      if (state) await store.write(this.#settled(delivery, { posted, outcome, message, state, startedAt, now }));
      this.#tell(delivery, outcome, startedAt, now);
    } catch (error) {
      // Nothing is lost: the lease ends and the event is sent again.
      this.#log({
        level: 'error',
        event: delivery.eventId,
        message: `The result of a delivery was not stored: ${(error as Error).message}`,
      });
    }
  }

  /** One transaction: the event's state, the try, how it stands with the subscriber, and what is told of that. */
  #settled(delivery: Delivery, done: Done): readonly Statement[] {
    const { outbox, subscribers, attempts, settings } = this.#deps;
    const { posted, outcome, state, now } = done;
    const { name } = this.#subscription;
    const status = 'status' in posted.attempt ? posted.attempt.status : undefined;
    const standing = standingAfter(posted.attempt, state, now, settings.deliveries);
    const failed = outcome.state !== 'delivered';
    const end = { state: outcome.state, dueAt: now + outcome.delayMs, status, result: outcome.result };
    const tried = { result: outcome.result, failed, disable: outcome.disable || standing.disable, openUntil: standing.openUntil };
    return [
      outbox.settle(delivery, end, now),
      attempts.insert(this.#attempt(delivery, done, status), this.#forgetAt(delivery, done)),
      subscribers.tried(name, tried, now),
      // Back on its feet: what else waits for it need not wait for its own hour.
      ...(!failed && (delivery.attempts > 0 || state.failures > 0) ? [outbox.hurry(name, now)] : []),
      ...this.#told(delivery, outcome, standing, state, now),
    ];
  }

  /** As the recipe of its route said when it was tried. */
  #forgetAt({ body }: Delivery, { startedAt }: Done): number | undefined {
    const keptMs = this.#deps.attemptsMs(body);
    return keptMs === undefined ? undefined : startedAt + keptMs;
  }

  #attempt(delivery: Delivery, { posted, outcome, message, startedAt, now }: Done, status: number | undefined): AttemptEntry {
    const { phases, address, answer, answerCut } = posted;
    return {
      eventId: delivery.eventId,
      subscriber: this.#subscription.name,
      number: delivery.attempts + 1,
      startedAt: new Date(startedAt),
      ms: now - startedAt,
      phases,
      address,
      status,
      result: outcome.result,
      answer: answer && this.#withoutSecrets(answer),
      answerCut,
      bodySha256: createHash('sha256').update(message.bytes).digest('hex'),
    };
  }

  /** Of the gateway's own troubles with this subscriber all others are told; of those with telling them nobody is, or it would never end. */
  #told(delivery: Delivery, outcome: Outcome, standing: Standing, state: SubscriberState, now: number): readonly Statement[] {
    if (delivery.type.startsWith('gateway.')) return [];
    const { name } = this.#subscription;
    const at = new Date(now);
    const { events, settings } = this.#deps;
    const since = state.failingSince ?? at;
    const data = { subscriber: name, failures: state.failures + 1, failing_since: since.toISOString(), result: outcome.result };
    const kind = outcome.disable ? 'disabled' : standing.event;
    // Each warning is an event of its own, the first one too.
    const warning = kind === 'failing' && standing.usedUp > 0 ? `/${standing.usedUp}` : '';
    const disabledAt = new Date(since.getTime() + settings.deliveries.disableAfterMs).toISOString();
    const about = {
      discriminator: `${kind}/${since.getTime()}${warning}`,
      data: kind === 'failing' ? { ...data, disabled_at: disabledAt, used_up_percent: standing.usedUp } : data,
      at,
      except: name,
    };
    const dead = { discriminator: `${delivery.eventId}/${delivery.fence}`, at, except: name };
    return [
      ...(kind ? events.about(`gateway.subscriber.${kind}`, `subscriber/${name}`, about) : []),
      ...(outcome.state === 'given_up'
        ? events.about('gateway.dead_letter', `subscriber/${name}`, {
            ...dead,
            data: { ...data, event: delivery.eventId, type: delivery.type },
          })
        : []),
    ];
  }

  #tell(delivery: Delivery, outcome: Outcome, startedAt: number, now: number): void {
    const { metrics, spans } = this.#deps;
    const ms = now - startedAt;
    this.#width.ended(outcome.state === 'delivered', ms);
    metrics.tried(outcome.state, ms);
    spans.delivery(delivery, { subscriber: this.#subscription.name, result: outcome.result, startedAt, endedAt: now });
    this.#log({ level: 'info', event: delivery.eventId, attempt: delivery.attempts + 1, result: outcome.result, ms });
  }

  /** A receiver may answer with what it was sent, and one behind several subscriptions with what others were. */
  #withoutSecrets(text: string): string {
    const all = this.#deps.book.current.flatMap(secretsOf);
    return all.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[secret]')), text);
  }

  #log(line: Readonly<Record<string, string | number>>): void {
    this.#deps.settings.log({ time: new Date().toISOString(), kind: 'delivery', subscriber: this.#subscription.name, ...line });
  }
}

/** One try, and how it stood before it was written down. */
interface Done {
  readonly posted: Posted;
  readonly outcome: Outcome;
  readonly message: Message;
  readonly state: SubscriberState;
  readonly startedAt: number;
  readonly now: number;
}
