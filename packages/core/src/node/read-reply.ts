import type { Dispatcher } from 'undici';
import type { TransportReply, TransportRequest } from '../transport/transport.ts';
import { gathered } from './gathered.ts';
import type { IdleWatch } from './idle-watch.ts';

/** No answer of the API comes near; a body beyond this is something else. */
const largestJsonBytes = 64 * 1024 * 1024;
const largestFailureBytes = 1024 * 1024;
/** An answer that comes slower than this, beyond the idle time, is drip-fed: something moves, and it never ends. */
const slowestBytesPerMs = 0.064;

/** Reads an answer whole, except a stream that was asked for and came. */
export async function readReply(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { responseType, transient = false }: TransportRequest,
  watch: IdleWatch,
  idleMs: number,
): Promise<TransportReply> {
  if (responseType === 'stream' && statusCode < 300) return { status: statusCode, headers, body: streamed(body, watch, transient) };
  const text = await readText(body, watch, { largestBytes: statusCode < 400 ? largestJsonBytes : largestFailureBytes, idleMs });
  watch.stop();
  return { status: statusCode, headers, body: responseType === 'text' ? text : jsonOrText(text) };
}

async function* streamed(
  body: Dispatcher.ResponseData['body'],
  watch: IdleWatch,
  transient: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (transient) return yield* gathered(body, () => watch.moved());
    for await (const chunk of body) {
      watch.moved();
      yield chunk;
    }
  } finally {
    watch.stop();
  }
}

interface Patience {
  readonly largestBytes: number;
  readonly idleMs: number;
}

async function readText(body: AsyncIterable<Uint8Array>, watch: IdleWatch, { largestBytes, idleMs }: Patience): Promise<string> {
  const began = performance.now();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    watch.moved();
    size += chunk.byteLength;
    if (size > largestBytes) throw new Error(`the answer is longer than ${largestBytes} bytes`);
    const lateMs = performance.now() - began - idleMs;
    if (idleMs > 0 && lateMs > size / slowestBytesPerMs) throw new SlowAnswerError(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Gateways answer in HTML whatever was asked for. */
function jsonOrText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

class SlowAnswerError extends Error {
  override name = 'TimeoutError';

  constructor(sizeBytes: number) {
    super(`the answer came too slowly, ${sizeBytes} bytes so far`);
  }
}
