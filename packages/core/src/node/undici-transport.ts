import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Transport, TransportReply, TransportRequest } from '../transport/transport.ts';
import { dispatcherFor, type NetworkOptions } from './dispatcher.ts';
import { IdleWatch } from './idle-watch.ts';
import { queryString } from './query-string.ts';
import { readReply } from './read-reply.ts';

export interface UndiciTransportOptions extends NetworkOptions {
  /** An undici dispatcher of your own, instead of `proxy` and `ca`. It must speak HTTP/1.1 alone: `allowH2: false`. */
  readonly dispatcher?: Dispatcher;
  /** Milliseconds that an upload may stand still, and a download too. Default 60 s. */
  readonly idleMs?: number;
}

const defaultIdleMs = 60_000;
/** What the server may take for its checksum after the last byte: besides the idle time, a second for so many bytes. */
const checkedBytesPerMs = 50_000;
/** A write is encrypted whole before its first byte leaves; small ones stay in the processor's cache, and overlap with sending. */
const tlsPieceBytes = 256 * 1024;
const plainPieceBytes = 1024 * 1024;

/**
 * HTTP by undici's `request`: bodies stream from pooled buffers, nothing is followed, no cookie is kept.
 *
 * @throws {ConfigurationError} an option is wrong
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const { dispatcher, idleMs = defaultIdleMs, ...network } = options;
  if (!(idleMs >= 0)) throw new ConfigurationError('"idleMs" must be milliseconds, 0 or more.');
  const agent = dispatcher ? Promise.resolve(dispatcher) : dispatcherFor(network);
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
    return await readReply(answer, request, watch, idleMs);
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

/**
 * Pieces of which each is a movement. A small body goes as it is, in one write with its headers; undici takes any async
 * iterable, though its types know streams alone.
 */
function uploadOf({ url, body, contentLength = 0 }: TransportRequest, watch: IdleWatch, idleMs: number): Buffer | Readable {
  const pieceBytes = url.startsWith('https:') ? tlsPieceBytes : plainPieceBytes;
  const answerMs = idleMs + contentLength / checkedBytesPerMs;
  if (!(body instanceof Uint8Array) || body.byteLength > tlsPieceBytes) {
    return watch.body(body, pieceBytes, answerMs) as unknown as Readable;
  }
  watch.restart(answerMs);
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

const jsonOf = ({ json }: TransportRequest): string | null => (json === undefined ? null : JSON.stringify(json));
