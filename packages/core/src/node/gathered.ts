import type { Readable } from 'node:stream';

const gatheredBytes = 1024 * 1024;

/**
 * The bytes of a stream in one buffer that is used again and again: what came in one turn of the event loop, up to 1 MiB.
 * A piece is good until the next one is asked for. A way through promises for each read of the socket costs more than the
 * copy, and so does the memory of those reads: it is given back at once, where otherwise 64 MiB of it wait for the collector.
 *
 * @param moved - called for each read of the socket
 */
export async function* gathered(body: Readable, moved: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(gatheredBytes);
  let filled = 0;
  let rest: Uint8Array | undefined;
  let ending: { readonly error?: unknown } | undefined;
  let wake = () => {};
  let turn: NodeJS.Immediate | undefined;

  const take = (chunk: Uint8Array) => {
    const bytes = Math.min(chunk.byteLength, buffer.byteLength - filled);
    buffer.set(bytes < chunk.byteLength ? chunk.subarray(0, bytes) : chunk, filled);
    filled += bytes;
    rest = bytes < chunk.byteLength ? chunk.subarray(bytes) : undefined;
    if (!rest) free(chunk);
  };
  /** Lets the stream run until there is something to hand out. */
  const flow = (done: () => void) => {
    wake = () => {
      wake = () => {};
      clearImmediate(turn);
      turn = undefined;
      body.pause();
      done();
    };
    body.resume();
  };
  const end = (how: { readonly error?: unknown }) => {
    ending ??= how;
    wake();
  };
  body.on('data', (chunk: Uint8Array) => {
    moved();
    take(chunk);
    if (rest) wake();
    else turn ??= setImmediate(() => wake());
  });
  body.on('end', () => end({}));
  body.on('error', (error) => end({ error }));

  try {
    for (;;) {
      if (!ending) await new Promise<void>((resolve) => flow(resolve));
      if (filled > 0) yield buffer.subarray(0, filled);
      else if (ending) break;
      filled = 0;
      if (rest) take(rest);
    }
    if (ending && 'error' in ending) throw ending.error;
  } finally {
    clearImmediate(turn);
    body.destroy();
  }
}

/** A chunk that is all of its buffer is nobody else's. */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
