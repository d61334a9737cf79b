import type { FileHandle } from 'node:fs/promises';

const smallBytes = 64 * 1024;
const largeBytes = 1024 * 1024;
/** Up to here chunks are small: a server that refuses does so early, and little was sent in vain. */
const rampBytes = 4 * 1024 * 1024;
const bufferCount = 3;

/**
 * Reads a file once from its start, one chunk ahead of the consumer, into three buffers that go round: one is being
 * sent, one is ready, one is being read. Nothing is allocated for a chunk, so memory does not grow with the file.
 *
 * A chunk is good until the next but one is asked for. undici waits for the socket before it asks, so it is.
 */
export async function* readAhead(handle: FileHandle, size: number, path: string): AsyncGenerator<Buffer, void, undefined> {
  const pool = Array.from({ length: bufferCount }, () => Buffer.allocUnsafeSlow(Math.min(size, largeBytes)));
  let asked = 0;
  let turn = 0;
  const ask = (): Promise<Buffer> | undefined => {
    if (asked >= size) return undefined;
    const wanted = Math.min(asked < rampBytes ? smallBytes : largeBytes, size - asked);
    const target = pool[turn++ % bufferCount]!.subarray(0, wanted);
    const reading = fill(handle, target, asked, path);
    asked += wanted;
    // Its failure is met when its turn comes, or never if the consumer leaves.
    reading.catch(() => {});
    return reading;
  };
  let pending = ask();
  try {
    while (pending) {
      const chunk = await pending;
      pending = ask();
      yield chunk;
    }
  } finally {
    // A handle must not be closed under a read.
    await pending?.catch(() => {});
  }
}

async function fill(handle: FileHandle, target: Buffer, position: number, path: string): Promise<Buffer> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) throw new Error(`The file ${path} became shorter while it was read. Deposit it again when it is complete.`);
    done += bytesRead;
  }
  return target;
}
