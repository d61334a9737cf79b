import { closeSync, openSync, readSync } from 'node:fs';
import type { Reply } from './reply.ts';

/** How much of a body is kept. */
const MOST_BYTES = 10_000;

/** The start of a body, noted while it is read by whom it is for. */
export class RecordedBody {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  async *tap(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of body) {
      if (this.#bytes < MOST_BYTES) this.#chunks.push(Buffer.from(chunk.subarray(0, MOST_BYTES - this.#bytes)));
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  get text(): string {
    return shownBody(Buffer.concat(this.#chunks), this.#bytes);
  }
}

/** The body of an answer as text; of a file only the start is read. */
export function shownAnswer({ body, headers }: Reply): string {
  if (typeof body === 'string') return shownBody(Buffer.from(body), Buffer.byteLength(body));
  if ('stream' in body) return `(${headers['content-type'] ?? 'bytes'}, made while it is sent)`;
  const size = body.end - body.start + 1;
  const start = Buffer.alloc(Math.min(size, MOST_BYTES));
  const file = openSync(body.path, 'r');
  try {
    readSync(file, start, 0, start.length, body.start);
  } finally {
    closeSync(file);
  }
  return shownBody(start, size);
}

/** A body as text, up to the limit; of what is no text only the size. */
function shownBody(body: Uint8Array, bytes: number): string {
  const start = Buffer.from(body.subarray(0, MOST_BYTES)).toString();
  if (start.includes('\0')) return `(${bytes} bytes that are no text)`;
  return bytes > MOST_BYTES ? `${start}… (${bytes} bytes)` : start;
}

/** The text without access tokens: the known ones, and what stands as one in JSON or in a query. */
export function withoutTokens(text: string, tokens: readonly string[]): string {
  const known = tokens.reduce((shown, token) => shown.replaceAll(token, '(token)'), text);
  return known.replace(/("token"\s*:\s*")[^"]*/g, '$1(token)').replace(/(token=)[^&"\s]+/g, '$1(token)');
}
