import type { FileHandle } from 'node:fs/promises';

/** The first chunk is small: a server that refuses early was sent little in vain. */
const firstChunk = 64 * 1024;
/** A chunk costs a turn through threads and sockets whatever its size; beyond this more memory gains little. */
export const largestChunk = 1024 * 1024;
/** What each of many readings at once has to do with: together they keep the network busy, and memory small. */
const chunkAmongMany = 256 * 1024;
const fewReadings = 2;
/** Chunks grow while they leave faster than this, and shrink otherwise: on a slow line too something moves every few seconds. */
const quickMs = 1000;

/** Buffers that go round. Turn n may be read into when turns up to n - 2 have been sent. */
export interface BufferRing {
  /** Room for the chunk of a turn, as soon as nobody needs what was in it. */
  room(turn: number, bytes: number): Buffer | Promise<Buffer>;
  /** The chunk of a turn is there, and is about to be sent. */
  filled?(turn: number, bytes: number): void;
}

let readings = 0;

/** Three buffers: one is being sent, one is ready, one is being read. */
function plainRing(bytes: number): BufferRing {
  const buffers = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(bytes));
  return { room: (turn, bytes) => buffers[turn % buffers.length]!.subarray(0, bytes) };
}

/**
 * Reads a file once from its start, one chunk ahead of the consumer, into buffers that go round. Nothing is allocated
 * for a chunk, so memory does not grow with the file.
 *
 * A chunk is good until the next but one is asked for. undici waits for the socket before it asks, so it is.
 */
export async function* readAhead(
  handle: FileHandle,
  size: number,
  path: string,
  sharedRing?: BufferRing,
): AsyncGenerator<Buffer, void, undefined> {
  const largest = readings < fewReadings ? largestChunk : chunkAmongMany;
  const ring = sharedRing ?? plainRing(Math.min(size, largest));
  let asked = 0;
  let turn = 0;
  let next = firstChunk;
  const ask = (): Promise<Buffer> | undefined => {
    if (asked >= size) return undefined;
    const bytes = Math.min(next, size - asked);
    const reading = fill(handle, ring, turn++, { bytes, position: asked, path });
    asked += bytes;
    // Its failure is met when its turn comes, or never if the consumer leaves.
    reading.catch(() => {});
    return reading;
  };
  let pending = ask();
  readings += 1;
  try {
    while (pending) {
      const chunk = await pending;
      pending = ask();
      const began = performance.now();
      yield chunk;
      next = performance.now() - began < quickMs ? Math.min(next * 2, largest) : Math.max(next / 2, firstChunk);
    }
  } finally {
    readings -= 1;
    // A handle must not be closed under a read.
    await pending?.catch(() => {});
  }
}

interface Wanted {
  readonly bytes: number;
  readonly position: number;
  readonly path: string;
}

async function fill(handle: FileHandle, ring: BufferRing, turn: number, { bytes, position, path }: Wanted): Promise<Buffer> {
  const room = await ring.room(turn, bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(room, done, bytes - done, position + done);
    if (bytesRead === 0) throw new Error(`The file ${path} became shorter while it was read. Deposit it again when it is complete.`);
    done += bytesRead;
  }
  ring.filled?.(turn, bytes);
  return room;
}
