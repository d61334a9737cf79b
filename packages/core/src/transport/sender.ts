import type { Settings } from '../options.ts';
import { settled } from '../types/settled.ts';
import type { Address } from './address.ts';
import type { Call, Content } from './call.ts';
import type { Outcome } from './failure.ts';
import { headersToTell, type Notices } from './notices.ts';
import { RateGate } from './rate-gate.ts';
import { redactError } from './redact.ts';
import { toldOf } from './reply-headers.ts';
import type { TransportRequest } from './transport.ts';

const native = 'application/vnd.inveniordm.v1+json';
const defaultTimeoutMs = 60_000;

/** Sends a call once: through the gate of the rate limit, with its content opened and closed, told to the log. */
export class Sender {
  readonly #settings: Settings;
  readonly #notices: Notices;
  readonly #gate: RateGate;

  constructor(settings: Settings, notices: Notices) {
    this.#settings = settings;
    this.#notices = notices;
    this.#gate = new RateGate(settings, notices);
  }

  /** @throws {RateLimitError} the rate limit has no room soon enough */
  async send(call: Call, address: Address, attempt: number): Promise<Outcome> {
    const { now, token } = this.#settings;
    const landed = await this.#gate.pass(call, address);
    const tried = await settled(this.#withContent(call, address, attempt));
    await landed(tried.ok && tried.value.ok ? toldOf(tried.value.value, now()) : undefined);
    if (!tried.ok) throw tried.error;
    const outcome = tried.value;
    // What a transport throws can hold the whole request, headers and all.
    return outcome.ok || outcome.own || call.signal?.aborted ? outcome : { ok: false, error: redactError(outcome.error, token?.latest) };
  }

  async #withContent(call: Call, address: Address, attempt: number): Promise<Outcome> {
    // Taken last, after all waiting for the rate limit.
    const token = address.authenticated ? await this.#settings.token?.take() : undefined;
    if (!call.content) return this.#exchange(address, attempt, this.#request(call, address, undefined, token));
    const opened = await settled(call.content());
    if (!opened.ok) return { ...opened, own: true };
    const content = opened.value;
    const outcome = await this.#exchange(address, attempt, this.#request(call, address, content, token));
    await content.close(outcome.ok && outcome.value.status < 300);
    const fault = content.fault();
    return !outcome.ok && fault !== undefined ? { ok: false, error: fault, own: true } : outcome;
  }

  async #exchange(address: Address, attempt: number, request: TransportRequest): Promise<Outcome> {
    const { now, transport } = this.#settings;
    if (!this.#notices.logs) return settled(transport.send(request));
    const began = now();
    this.#notices.log({ event: 'sent', call: address.name, attempt, message: 'Sent.', ...whatWasSent(request) });
    const outcome = await settled(transport.send(request));
    const told = { call: address.name, attempt, durationMs: now() - began };
    if (outcome.ok) {
      const { status, headers } = outcome.value;
      this.#notices.log({ event: 'answered', ...told, status, headers: headersToTell(headers), message: `Answered ${status}.` });
    } else this.#notices.log({ event: 'failed', ...told, message: String(outcome.error) });
    return outcome;
  }

  #request(call: Call, { url, authenticated }: Address, content: Content | undefined, token: string | undefined): TransportRequest {
    const { method, query, json, signal, responseType = 'json' } = call;
    return {
      method,
      url,
      headers: this.#headers(call, content !== undefined, token),
      responseType,
      authenticated,
      timeoutMs: content ? 0 : (call.timeoutMs ?? defaultTimeoutMs),
      ...(call.transient && { transient: true }),
      // The address of a redirect has its query in it.
      ...(query && !url.includes('?') && { query }),
      ...(json !== undefined && { json }),
      ...(content && { body: content.body, contentLength: content.contentLength }),
      ...(signal && { signal }),
    };
  }

  #headers(call: Call, hasContent: boolean, token: string | undefined): Record<string, string> {
    const { userAgent } = this.#settings;
    return {
      accept: call.accept ?? native,
      'user-agent': userAgent,
      ...(hasContent && { 'content-type': 'application/octet-stream' }),
      // Zenodo reads a bare number, although its ETag is quoted.
      ...(call.ifRevision !== undefined && { 'if-match': String(call.ifRevision) }),
      ...(call.fromByte && { range: `bytes=${call.fromByte}-` }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
  }
}

function whatWasSent({ query, contentLength }: TransportRequest) {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return {
    ...(given.length > 0 && { query: given.map(([name, value]) => `${name}=${String(value)}`).join('&') }),
    ...(contentLength !== undefined && { sizeBytes: contentLength }),
  };
}
