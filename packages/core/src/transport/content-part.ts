import { ConfigurationError } from '../errors/configuration-error.ts';
import { ReplyShapeError } from '../errors/reply-shape-error.ts';
import type { TransportReply } from './transport.ts';

/** What came for the bytes of a file from one place on. */
export interface ContentPart {
  /** Begins at the place that was asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes of the whole file, when the answer says so. */
  readonly size: number | undefined;
  /** MD5 of the whole file in lower-case hex, when the answer's `ETag` is one. */
  readonly md5: string | undefined;
}

/**
 * Reads an answer to a request for the bytes from `fromByte` on. A server that knows no ranges sends all; then what is
 * there already is passed over.
 *
 * @throws {ReplyShapeError} another range came than was asked for
 */
export function contentPart(reply: TransportReply, fromByte: number): ContentPart {
  const { body, status } = reply;
  if (!isIterable(body))
    throw new ConfigurationError('This transport streams no bytes; let it answer an async iterable, or use "download".');
  const md5 = /^(?:W\/)?"md5:([0-9a-f]{32})"$/.exec(header(reply, 'etag') ?? '')?.[1];
  if (status === 206) {
    const [, first, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(header(reply, 'content-range') ?? '') ?? [];
    if (Number(first) !== fromByte) {
      const told = { status, method: 'GET', url: 'the content of a file', body: undefined };
      throw new ReplyShapeError(told, [`bytes from ${first ?? 'nowhere'} on instead of ${fromByte}`]);
    }
    return { bytes: body, size: Number(size), md5 };
  }
  const length = header(reply, 'content-length');
  return { bytes: fromByte > 0 ? without(body, fromByte) : body, size: length === undefined ? undefined : Number(length), md5 };
}

async function* without(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = bytes;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(left, chunk.byteLength));
    left -= chunk.byteLength - rest.byteLength;
    if (rest.byteLength > 0) yield rest;
  }
}

function header({ headers }: TransportReply, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
