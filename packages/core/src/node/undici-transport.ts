import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Transport, TransportReply, TransportRequest } from '../transport/transport.ts';
import { IdleWatch } from './idle-watch.ts';
import { queryString } from './query-string.ts';
import { readReply } from './read-reply.ts';

export interface UndiciTransportOptions {
  /** Where requests go out: a ProxyAgent, or an Agent of your own. Default: one keep-alive Agent for the process. */
  readonly dispatcher?: Dispatcher;
  /** Milliseconds that an upload may stand still, and a download too. Default 60 s. */
  readonly idleMs?: number;
}

const defaultIdleMs = 60_000;
/** What the server may take for its checksum after the last byte: besides the idle time, a second for so many bytes. */
const checkedBytesPerMs = 50_000;

let shared: Promise<Dispatcher> | undefined;

/** undici is loaded when the first client is made rather than with this module: who wants types, errors or files alone does not pay for it. */
function sharedAgent(): Promise<Dispatcher> {
  // HTTP/1.1 alone: it asks for a chunk when the one before has left, on which the pooled buffers of `readAhead` rely.
  shared ??= import('undici').then(
    ({ Agent }) => new Agent({ allowH2: false, keepAliveTimeout: 10_000, headersTimeout: 0, bodyTimeout: 0 }),
  );
  return shared;
}

/** HTTP by undici's `request`: bodies stream from pooled buffers, nothing is followed, no cookie is kept. */
export function undiciTransport({ dispatcher, idleMs = defaultIdleMs }: UndiciTransportOptions = {}): Transport {
  const agent = dispatcher ? Promise.resolve(dispatcher) : sharedAgent();
  // A failure to load is met by the first request.
  agent.catch(() => {});
  return {
    send: async (request) => send(request, await agent, idleMs),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      // A timer of Node takes 32 bits.
      for (let left = ms; left > 0; left -= 2 ** 31 - 1) await waited(Math.min(left, 2 ** 31 - 1), signal);
    },
  };
}

/** Node wraps the reason of an abort; the contract is the reason itself. */
async function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
}

async function send(request: TransportRequest, dispatcher: Dispatcher, idleMs: number): Promise<TransportReply> {
  request.signal?.throwIfAborted();
  const isUpload = request.contentLength !== undefined;
  const watch = new IdleWatch(isUpload ? idleMs : request.timeoutMs, request.signal);
  try {
    const url = new URL(request.url);
    const answer = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search + queryString(request.query),
      method: request.method,
      headers: headersOf(request),
      body: isUpload ? uploadOf(request, watch, idleMs) : jsonOf(request),
      signal: watch.signal,
    });
    watch.restart(idleMs);
    return await readReply(answer, request.responseType, watch);
  } catch (error) {
    watch.stop();
    throw request.signal?.aborted ? request.signal.reason : error;
  }
}

function headersOf({ headers, json, contentLength }: TransportRequest): Record<string, string> {
  return {
    ...headers,
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(contentLength !== undefined && { 'content-length': String(contentLength) }),
  };
}

/** undici takes any async iterable; its types know streams alone. */
function uploadOf({ body, contentLength = 0 }: TransportRequest, watch: IdleWatch, idleMs: number): Readable {
  return watch.body(body, idleMs + contentLength / checkedBytesPerMs) as unknown as Readable;
}

const jsonOf = ({ json }: TransportRequest): string | null => (json === undefined ? null : JSON.stringify(json));
