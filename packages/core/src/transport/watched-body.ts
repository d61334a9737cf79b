import { settled } from '../types/settled.ts';

export interface ByteCount {
  /** What the source threw while it was read. */
  fault: unknown;
  /** Undefined for a body that cannot be watched. */
  sent: number | undefined;
  ended: boolean;
}

/**
 * The same body, watched: bytes are counted and a failure of the source is told apart from one of the connection. A
 * Node stream and a Buffer pass as they are, since their transports want to see what they are.
 */
export function watched(body: unknown, bytes: ByteCount, onBytes?: (sentBytes: number) => void): unknown {
  if (isIterable(body)) return counted(body, bytes, onBytes);
  bytes.sent = undefined;
  bytes.ended = true;
  return body;
}

async function* counted(body: AsyncIterable<Uint8Array>, bytes: ByteCount, onBytes: ((sentBytes: number) => void) | undefined) {
  const chunks = body[Symbol.asyncIterator]();
  let sent = 0;
  try {
    for (;;) {
      const step = await settled(chunks.next());
      if (!step.ok) {
        bytes.fault = step.error ?? new Error('The file could not be read.');
        throw bytes.fault;
      }
      if (step.value.done) break;
      yield step.value.value;
      sent += step.value.value.byteLength;
      bytes.sent = sent;
      onBytes?.(sent);
    }
    bytes.ended = true;
  } finally {
    await chunks.return?.();
  }
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && !('pipe' in body);
}
