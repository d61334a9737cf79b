import { ConnectionError, TimeoutError } from '../errors/connection-errors.ts';
import { errorFromResponse } from '../errors/from-response.ts';
import { ReplyShapeError } from '../errors/reply-shape-error.ts';
import type { Settings } from '../options.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { ReplyShape, ReplyShapes } from '../types/reply-shape.ts';
import { type Settled, settled } from '../types/settled.ts';
import { processBudget, type RateBudget } from './rate-budget.ts';
import { redact } from './redact.ts';
import { backoffMs, isPassingStatus, msUntilReset, serverDelayMs } from './retry.ts';
import { looksLike } from './shape-guard.ts';
import type { QueryValue, TransportReply, TransportRequest } from './transport.ts';

/** One call of the API, before it becomes a request. */
export interface Call extends CallOptions {
  readonly method: TransportRequest['method'];
  /** Below `/api`; made by the `path` tag. */
  readonly path: string;
  /** DataCite's origin instead of Zenodo's; then without `/api` and without token. */
  readonly at?: 'datacite';
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly json?: unknown;
  /** Opened anew for each try. */
  readonly content?: OpenContent;
  readonly accept?: string;
  readonly responseType?: TransportRequest['responseType'];
  /** Safe to send twice. Default: what the method promises. */
  readonly repeatable?: boolean;
  /** Zenodo counts the public search for itself. */
  readonly budget?: 'search';
  /** Asks for the bytes from here on alone. */
  readonly fromByte?: number;
}

/** Bytes to send. `fault` answers what the source itself threw while it was read: that is no failure of the connection. */
export interface Content {
  readonly body: unknown;
  readonly contentLength: number;
  /** Called once, after the exchange; `arrived` when the server took the whole body. */
  readonly close: (arrived: boolean) => Promise<void>;
  readonly fault: () => unknown;
}

type OpenContent = () => Promise<Content>;

/** `own`: the failure is the caller's (a file that cannot be read), so that repeating would not help. */
type Outcome = Settled<TransportReply> & { readonly own?: boolean };

const native = 'application/vnd.inveniordm.v1+json';
const defaultTimeoutMs = 60_000;
const defaultMaxRetries = 4;
const longestRateWaits = 10;

/** Carries a call to Zenodo: address and headers, the rate budget, repetition, and failures as typed errors. */
export class Caller {
  readonly #settings: Settings;
  readonly #budget: RateBudget;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#budget = settings.rateBudget ?? processBudget;
  }

  /** The body of a success, checked to be of that shape. */
  async send<Shape extends ReplyShape>(shape: Shape, call: Call): Promise<ReplyShapes[Shape]> {
    return this.read(shape, call, await this.reply(call));
  }

  /** The body of an answer, checked. */
  async read<Shape extends ReplyShape>(shape: Shape, call: Call, reply: TransportReply): Promise<ReplyShapes[Shape]> {
    const problems = await this.#problemsOf(shape, reply.body);
    if (problems.length > 0) throw new ReplyShapeError(this.#told(call, reply), problems);
    return (shape === 'none' ? undefined : reply.body) as ReplyShapes[Shape];
  }

  /** The answer of a success or a redirect, unread. */
  async reply(call: Call): Promise<TransportReply> {
    let failures = 0;
    for (let waits = 0; ; ) {
      await this.#waitForBudget(call);
      const outcome = await this.#carry(call);
      if (call.signal?.aborted) throw call.signal.reason;
      if (outcome.ok && outcome.value.status < 400) return outcome.value;
      // A DELETE that is repeated meets what the first one did.
      if (outcome.ok && outcome.value.status === 404 && call.method === 'DELETE' && failures > 0) return outcome.value;
      const limited = outcome.ok && outcome.value.status === 429;
      const again = limited
        ? waits++ < longestRateWaits
        : this.#mayRepeat(call, outcome) && failures++ < (call.maxRetries ?? defaultMaxRetries);
      if (!again) throw this.#failure(call, outcome);
      await this.#settings.transport.sleep(this.#delayMs(outcome, failures), call.signal);
    }
  }

  async #carry(call: Call): Promise<Outcome> {
    if (!call.content) return this.#exchange(call, undefined);
    const opened = await settled(call.content());
    if (!opened.ok) return { ...opened, own: true };
    const content = opened.value;
    const outcome = await this.#exchange(call, content);
    await content.close(outcome.ok && outcome.value.status < 300);
    const fault = content.fault();
    return !outcome.ok && fault !== undefined ? { ok: false, error: fault, own: true } : outcome;
  }

  async #exchange(call: Call, content: Content | undefined): Promise<Outcome> {
    const key = this.#budgetKey(call);
    const landed = this.#budget.take(key);
    const outcome = await settled(this.#settings.transport.send(this.#request(call, content)));
    landed();
    if (outcome.ok) this.#budget.learn(key, outcome.value, this.#settings.now());
    return outcome;
  }

  #request(call: Call, content: Content | undefined): TransportRequest {
    const { method, query, json, signal, responseType = 'json' } = call;
    return {
      method,
      url: this.#urlOf(call),
      headers: this.#headers(call, content !== undefined),
      responseType,
      authenticated: call.at === undefined,
      timeoutMs: content ? 0 : (call.timeoutMs ?? defaultTimeoutMs),
      ...(query && { query }),
      ...(json !== undefined && { json }),
      ...(content && { body: content.body, contentLength: content.contentLength }),
      ...(signal && { signal }),
    };
  }

  #headers(call: Call, hasContent: boolean): Record<string, string> {
    const { token, userAgent } = this.#settings;
    return {
      accept: call.accept ?? native,
      'user-agent': userAgent,
      ...(hasContent && { 'content-type': 'application/octet-stream' }),
      // Zenodo reads a bare number, although its ETag is quoted.
      ...(call.ifRevision !== undefined && { 'if-match': String(call.ifRevision) }),
      ...(call.fromByte && { range: `bytes=${call.fromByte}-` }),
      ...(token !== undefined && call.at === undefined && { authorization: `Bearer ${token}` }),
    };
  }

  async #waitForBudget(call: Call): Promise<void> {
    const key = this.#budgetKey(call);
    for (;;) {
      if (call.signal?.aborted) throw call.signal.reason;
      const waitMs = this.#budget.waitMs(key, this.#settings.now());
      if (waitMs <= 0) return;
      await this.#settings.transport.sleep(waitMs, call.signal);
    }
  }

  #mayRepeat({ method, repeatable }: Call, outcome: Outcome): boolean {
    if (!(repeatable ?? ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method))) return false;
    return outcome.ok ? isPassingStatus(outcome.value.status) : !outcome.own;
  }

  #delayMs(outcome: Outcome, failures: number): number {
    const { now, random } = this.#settings;
    return (outcome.ok ? serverDelayMs(outcome.value, now()) : undefined) ?? backoffMs(Math.max(failures, 1), random);
  }

  #failure(call: Call, outcome: Outcome): unknown {
    if (outcome.ok) {
      const opensInMs =
        outcome.value.status === 429
          ? (msUntilReset(outcome.value, this.#settings.now()) ?? serverDelayMs(outcome.value, this.#settings.now()))
          : undefined;
      const resetAt = opensInMs === undefined ? undefined : new Date(this.#settings.now() + opensInMs);
      return errorFromResponse(this.#told(call, outcome.value), resetAt);
    }
    if (outcome.own) return outcome.error;
    const what = `${call.method} ${this.#urlOf(call)}`;
    return isTimeout(outcome.error) ? new TimeoutError(what, outcome.error) : new ConnectionError(what, outcome.error);
  }

  async #problemsOf(shape: ReplyShape, body: unknown): Promise<readonly string[]> {
    const problems = looksLike(shape, body);
    return problems.length > 0 ? problems : ((await this.#settings.checkReply?.(shape, body)) ?? []);
  }

  #told(call: Call, { status, body }: TransportReply) {
    return { status, method: call.method, url: this.#urlOf(call), body: redact(body, this.#settings.token) };
  }

  #urlOf({ at, path }: Call): string {
    return at === 'datacite' ? `${this.#settings.dataciteOrigin}${path}` : `${this.#settings.origin}/api${path}`;
  }

  #budgetKey({ at, budget }: Call): string {
    const { origin, dataciteOrigin, userAgent, token } = this.#settings;
    return [at ? dataciteOrigin : origin, userAgent, budget ?? (token === undefined ? 'guest' : 'user')].join(' ');
  }
}

const timeoutCodes = new Set(['ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || timeoutCodes.has(String((error as { code?: unknown }).code));
}
