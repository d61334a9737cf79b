import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { filledAt, hashedAt, lengthsAt, type Md5Memory, slotCount, slotOf } from './md5-memory.ts';

/** The thread that hashes what another reads and sends, in place; it answers the digest at the end of the file. */
const memory = workerData as Md5Memory;
const { counts } = memory;
const digest = createHash('md5');
for (let turn = 0; ; turn++) {
  Atomics.wait(counts, filledAt, turn);
  const bytes = Atomics.load(counts, lengthsAt + (turn % slotCount));
  if (bytes === 0) break;
  digest.update(slotOf(memory, turn, bytes));
  Atomics.store(counts, hashedAt, turn + 1);
  Atomics.notify(counts, hashedAt);
}
parentPort?.postMessage(digest.digest('hex'));
