import { ConnectionError, TimeoutError } from '../errors/connection-errors.ts';
import { errorFromResponse } from '../errors/from-response.ts';
import { ReplyShapeError } from '../errors/reply-shape-error.ts';
import type { Settings } from '../options.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';
import type { Wait } from '../types/wait.ts';
import { type Address, addressOf, addressOfRedirect } from './address.ts';
import type { Call } from './call.ts';
import { failureOf, isTimeout, type Outcome } from './failure.ts';
import { Notices, waitFor } from './notices.ts';
import { redact } from './redact.ts';
import { longestChain, redirectOf } from './redirect.ts';
import { serverDelayMs } from './reply-headers.ts';
import { again, backoffMs } from './retry.ts';
import { Sender } from './sender.ts';
import { looksLike } from './shape-guard.ts';
import type { TransportReply } from './transport.ts';

export type { Call } from './call.ts';

const defaultMaxRetries = 4;
const longestRateWaits = 10;

/** What a call has spent so far. */
interface Spent {
  tries: number;
  retries: number;
  pausedMs: number;
  rateWaits: number;
  rateWaitedMs: number;
}

/** Carries a call to Zenodo: repetition, redirects, and failures as typed errors. */
export class Caller {
  readonly #settings: Settings;
  readonly #notices: Notices;
  readonly #sender: Sender;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#notices = new Notices(settings);
    this.#sender = new Sender(settings, this.#notices);
  }

  /** The body of a success, checked to be of that shape. Redirects of a GET are followed, to another origin without the token. */
  async send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]> {
    return this.read(shape, call, await this.followed(call));
  }

  /** The body of an answer, checked. */
  async read<Shape extends ReplyShape>(shape: Shape, call: Call, reply: TransportReply): Promise<ReplyShapes[Shape]> {
    const problems = await this.#problemsOf(shape, reply.body);
    if (problems.length > 0) throw new ReplyShapeError(this.#told(call, addressOf(this.#settings, call), reply), problems);
    return (shape === 'none' ? undefined : reply.body) as ReplyShapes[Shape];
  }

  /** The answer of a success or a redirect, unread. */
  reply(call: Call): Promise<TransportReply> {
    return this.#tried(call, addressOf(this.#settings, call));
  }

  /** The answer of a success, unread; of a GET after its redirects. */
  async followed(call: Call): Promise<TransportReply> {
    let address = addressOf(this.#settings, call);
    let reply = await this.#tried(call, address);
    for (let hops = 0; hops < longestChain && (call.method === 'GET' || call.method === 'HEAD'); hops++) {
      const target = redirectOf(reply, address.url);
      if (target === undefined) break;
      const message = `Redirected to ${target.origin}${target.pathname}.`;
      this.#notices.log({ event: 'redirected', call: address.name, status: reply.status, message });
      address = addressOfRedirect(this.#settings, call, target);
      reply = await this.#tried(call, address);
    }
    return reply;
  }

  async #tried(call: Call, address: Address): Promise<TransportReply> {
    const spent: Spent = { tries: 0, retries: 0, pausedMs: 0, rateWaits: 0, rateWaitedMs: 0 };
    for (;;) {
      const outcome = await this.#sender.send(call, address, ++spent.tries);
      if (call.signal?.aborted) throw call.signal.reason;
      const failure = failureOf(outcome);
      if (outcome.ok && failure === undefined) return outcome.value;
      // A DELETE that is repeated meets what the first one did.
      if (outcome.ok && outcome.value.status === 404 && call.method === 'DELETE' && spent.retries > 0) return outcome.value;
      const wait = failure && this.#waitBefore(again(call, failure), outcome, call, address, spent);
      if (!wait) throw this.#failure(call, address, outcome);
      this.#notices.wait(call, wait);
      await this.#settings.transport.sleep(wait.waitMs, call.signal);
    }
  }

  /** The pause before the next try; undefined when there is to be none. */
  #waitBefore(how: ReturnType<typeof again>, outcome: Outcome, call: Call, address: Address, spent: Spent): Wait | undefined {
    const { now, random, retryBudgetMs, maxRateWaitMs } = this.#settings;
    const askedMs = outcome.ok ? serverDelayMs(outcome.value, now()) : undefined;
    if (how === 'window') {
      spent.rateWaits += 1;
      spent.rateWaitedMs += askedMs ?? 0;
      const tooLong = spent.rateWaits > longestRateWaits || spent.rateWaitedMs > maxRateWaitMs;
      return tooLong ? undefined : waitFor('rate_limit', address.name, askedMs ?? 0, now());
    }
    spent.retries += 1;
    const waitMs = askedMs ?? backoffMs(spent.retries, random);
    spent.pausedMs += waitMs;
    const tooMuch = spent.retries > (call.maxRetries ?? defaultMaxRetries) || spent.pausedMs > retryBudgetMs;
    return how === 'never' || tooMuch ? undefined : waitFor('retry', address.name, waitMs, now());
  }

  #failure(call: Call, address: Address, outcome: Outcome): unknown {
    if (outcome.ok) {
      const opensInMs = outcome.value.status === 429 ? serverDelayMs(outcome.value, this.#settings.now()) : undefined;
      const resetAt = opensInMs === undefined ? undefined : new Date(this.#settings.now() + opensInMs);
      return errorFromResponse(this.#told(call, address, outcome.value), resetAt);
    }
    if (outcome.own) return outcome.error;
    if (isTimeout(outcome.error)) return new TimeoutError(address.name, outcome.error);
    const advice = failureOf(outcome) === 'untrusted' ? 'Check the address, or trust its authority ("network.ca").' : undefined;
    return new ConnectionError(address.name, outcome.error, advice);
  }

  async #problemsOf(shape: ReplyShape, body: unknown): Promise<readonly string[]> {
    const problems = looksLike(shape, body);
    return problems.length > 0 ? problems : ((await this.#settings.checkReply?.(shape, body)) ?? []);
  }

  #told({ method }: Call, { url, foreign }: Address, { status, body }: TransportReply) {
    return { status, method, url: url.replace(/\?.*/, ''), body: foreign ? undefined : redact(body, this.#settings.token?.latest) };
  }
}
