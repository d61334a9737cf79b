import type { Agent, Dispatcher } from 'undici';
import { ensureSuccess, type FetchedOptions, fetched, shown } from './fetched.ts';
import { isRestOf, noRest, type RemoteBody, resumedBytes } from './resumed-bytes.ts';

/** What a server says of a file. */
export interface Told {
  /** Bytes; undefined when it does not say. */
  readonly size: number | undefined;
  /** A strong one: the same bytes as long as it is the same. */
  readonly etag: string | undefined;
}

/**
 * The bytes of a file at an address, which has to be what it was when it was looked at. A connection that breaks is
 * opened again for the rest where the server's `ETag` tells that it is the rest of the same file.
 */
export async function urlBytes(agent: Agent, url: URL, options: FetchedOptions, expected: Told): Promise<RemoteBody> {
  const first = await fetched(agent, 'GET', url, options);
  ensureSuccess('GET', url, first);
  const { size, etag } = toldBy(first);
  if (size !== expected.size || (etag !== undefined && expected.etag !== undefined && etag !== expected.etag)) {
    first.body.destroy();
    throw new Error(`${shown(url)} is another file than it was a moment ago. Take it again.`);
  }
  const canGoOn = expected.size !== undefined && expected.etag !== undefined;
  const openRest = (fromByte: number) => rest(agent, url, options, expected, fromByte);
  return resumedBytes(first.body, { place: shown(url), size: expected.size, openRest: canGoOn ? openRest : undefined });
}

async function rest(agent: Agent, url: URL, options: FetchedOptions, { size, etag }: Told, fromByte: number): Promise<RemoteBody> {
  const reply = await fetched(agent, 'GET', url, { ...options, range: `bytes=${fromByte}-` });
  ensureSuccess('GET', url, reply);
  const isRest = reply.statusCode === 206 && isRestOf(reply.headers['content-range'], fromByte, size);
  if (isRest && toldBy(reply).etag === etag) return reply.body;
  reply.body.destroy();
  throw noRest(shown(url), fromByte);
}

/** The length of an encoded answer is not that of the file. */
export function toldBy({ headers }: Dispatcher.ResponseData): Told {
  const { 'content-length': length, 'content-encoding': encoding, etag } = headers;
  const isPlain = encoding === undefined || encoding === 'identity';
  const known = isPlain && typeof length === 'string' && /^\d{1,15}$/.test(length);
  return { size: known ? Number(length) : undefined, etag: typeof etag === 'string' && !etag.startsWith('W/') ? etag : undefined };
}
