import type { Dispatcher } from 'undici';
import type { TransportReply, TransportRequest } from '../transport/transport.ts';
import type { IdleWatch } from './idle-watch.ts';

/** No answer of the API comes near; a body beyond this is something else. */
const largestJsonBytes = 64 * 1024 * 1024;
const largestFailureBytes = 1024 * 1024;

/** Reads an answer whole, except a stream that was asked for and came. */
export async function readReply(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  responseType: TransportRequest['responseType'],
  watch: IdleWatch,
): Promise<TransportReply> {
  if (responseType === 'stream' && statusCode < 300) return { status: statusCode, headers, body: streamed(body, watch) };
  const text = await readText(body, watch, statusCode < 400 ? largestJsonBytes : largestFailureBytes);
  watch.stop();
  return { status: statusCode, headers, body: responseType === 'text' ? text : jsonOrText(text) };
}

async function* streamed(body: AsyncIterable<Uint8Array>, watch: IdleWatch): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of body) {
      watch.moved();
      yield chunk;
    }
  } finally {
    watch.stop();
  }
}

async function readText(body: AsyncIterable<Uint8Array>, watch: IdleWatch, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    watch.moved();
    size += chunk.byteLength;
    if (size > limit) throw new Error(`the answer is longer than ${limit} bytes`);
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
