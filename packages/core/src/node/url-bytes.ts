import { setTimeout as wait } from 'node:timers/promises';
import type { Agent, Dispatcher } from 'undici';
import { isConnectionError } from '../errors/guards.ts';
import type { ByteStream } from '../sources/file-from-stream.ts';
import { type Settled, settled } from '../types/settled.ts';
import { ensureSuccess, type FetchedOptions, fetched, shown } from './fetched.ts';

/** What a server says of a file. */
export interface Told {
  /** Bytes; undefined when it does not say. */
  readonly size: number | undefined;
  /** A strong one: the same bytes as long as it is the same. */
  readonly etag: string | undefined;
}

const mostBreaks = 4;
const firstWaitMs = 500;

/**
 * The bytes of a file at an address, which has to be what it was when it was looked at. A connection that breaks is
 * opened again for the rest where the server's `ETag` tells that it is the rest of the same file.
 */
export async function urlBytes(agent: Agent, url: URL, options: FetchedOptions, expected: Told): Promise<ByteStream> {
  const first = await fetched(agent, 'GET', url, options);
  ensureSuccess('GET', url, first);
  const { size, etag } = toldBy(first);
  if (size === expected.size && (etag === undefined || expected.etag === undefined || etag === expected.etag))
    return continued(first, (fromByte) => rest(agent, url, options, expected, fromByte), url, expected);
  first.body.destroy();
  throw new Error(`${shown(url)} is another file than it was a moment ago. Take it again.`);
}

type OpenRest = (fromByte: number) => Promise<Dispatcher.ResponseData>;

/** Bytes that can be given up before the first one was asked for. */
function continued(first: Dispatcher.ResponseData, open: OpenRest, url: URL, expected: Told): ByteStream & { destroy(): void } {
  const chunks = chunksOf(first, open, url, expected);
  return { [Symbol.asyncIterator]: () => chunks, destroy: () => void first.body.destroy() };
}

async function* chunksOf(
  first: Dispatcher.ResponseData,
  open: OpenRest,
  url: URL,
  { size, etag }: Told,
): AsyncGenerator<Uint8Array, void, undefined> {
  const canGoOn = size !== undefined && etag !== undefined;
  let at = 0;
  let opened: Settled<Dispatcher.ResponseData> = { ok: true, value: first };
  for (let breaks = 0; ; ) {
    let broken: unknown;
    if (opened.ok) {
      const { body } = opened.value;
      const chunks = body[Symbol.asyncIterator]();
      try {
        let step = await settled<IteratorResult<Uint8Array>>(chunks.next());
        for (; step.ok && !step.value.done; step = await settled<IteratorResult<Uint8Array>>(chunks.next())) {
          at += step.value.value.byteLength;
          breaks = 0;
          yield step.value.value;
        }
        if (step.ok) return;
        broken = step.error;
      } finally {
        body.destroy();
      }
    } else if (isConnectionError(opened.error)) broken = opened.error;
    else throw opened.error;
    if (!canGoOn || breaks++ >= mostBreaks)
      throw new Error(`${shown(url)} broke off after ${at} of ${size ?? 'unknown'} bytes. Deposit it again.`, { cause: broken });
    await wait(firstWaitMs * 2 ** (breaks - 1));
    opened = await settled(open(at));
  }
}

async function rest(
  agent: Agent,
  url: URL,
  options: FetchedOptions,
  { size, etag }: Told,
  fromByte: number,
): Promise<Dispatcher.ResponseData> {
  const reply = await fetched(agent, 'GET', url, { ...options, range: `bytes=${fromByte}-` });
  ensureSuccess('GET', url, reply);
  const told = toldBy(reply);
  const isRest = reply.statusCode === 206 && reply.headers['content-range'] === `bytes ${fromByte}-${Number(size) - 1}/${size}`;
  if (isRest && told.etag === etag) return reply;
  reply.body.destroy();
  throw new Error(`${shown(url)} broke off after ${fromByte} bytes, and its server does not send the rest. Deposit it again.`);
}

/** The length of an encoded answer is not that of the file. */
export function toldBy({ headers }: Dispatcher.ResponseData): Told {
  const { 'content-length': length, 'content-encoding': encoding, etag } = headers;
  const isPlain = encoding === undefined || encoding === 'identity';
  const known = isPlain && typeof length === 'string' && /^\d{1,15}$/.test(length);
  return { size: known ? Number(length) : undefined, etag: typeof etag === 'string' && !etag.startsWith('W/') ? etag : undefined };
}
