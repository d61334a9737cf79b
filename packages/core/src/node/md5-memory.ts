import { largestChunk } from './read-ahead.ts';

/** Chunks between reading and hashing. The hashing thread may fall behind by what is not being read or sent. */
export const slotCount = 6;
const slotBytes = largestChunk;

/** What two threads share: the chunks, and beside them how far each is. */
export interface Md5Memory {
  readonly chunks: SharedArrayBuffer;
  readonly counts: Int32Array<SharedArrayBuffer>;
}

/** Places in `counts`. A length of 0 ends the file. */
export const filledAt = 0;
export const hashedAt = 1;
export const lengthsAt = 2;

/** What no thread uses any more. The collector is in no hurry with shared buffers, so files one after another take the same. */
const spare: Md5Memory[] = [];
const mostSpare = 2;

export function md5Memory(): Md5Memory {
  const used = spare.pop();
  if (used) return used;
  const counts = new Int32Array(new SharedArrayBuffer(4 * (lengthsAt + slotCount)));
  return { chunks: new SharedArrayBuffer(slotCount * slotBytes), counts };
}

/** For another file. Nobody may read or write it from now on. */
export function giveBack(memory: Md5Memory): void {
  if (spare.length >= mostSpare) return;
  memory.counts.fill(0);
  spare.push(memory);
}

export const slotOf = ({ chunks }: Md5Memory, turn: number, bytes: number): Buffer =>
  Buffer.from(chunks, (turn % slotCount) * slotBytes, bytes);
