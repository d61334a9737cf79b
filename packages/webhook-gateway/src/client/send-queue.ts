import { lstat } from 'node:fs/promises';
import { stampOf } from '../sources/ready-files.ts';
import type { LocalQueue, QueueEntry } from './local-queue.ts';
import { sendFile } from './send-file.ts';

export interface Sent {
  readonly sent: number;
  readonly refused: number;
  /** What waits for the gateway. */
  readonly waiting: number;
}

/** Sends what waits, oldest first. A gateway that is away ends the pass for its address, and nothing is lost. */
export async function sendQueue(queue: LocalQueue, token: string, tell: (line: string) => void): Promise<Sent> {
  const away = new Set<string>();
  const count = { sent: 0, refused: 0, waiting: 0 };
  for (const entry of await queue.list()) {
    if (entry.problem !== undefined) continue;
    if (away.has(entry.to)) {
      count.waiting += 1;
      continue;
    }
    const outcome = await sendFile(entry, token);
    if (outcome.kind === 'sent') {
      await queue.done(entry);
      count.sent += 1;
      tell(`sent     ${entry.path} as job ${outcome.id}${outcome.duplicate ? ' (it was there already)' : ''}`);
    } else if (outcome.kind === 'later') {
      away.add(entry.to);
      count.waiting += 1;
      tell(`waiting  ${entry.path}: ${outcome.problem}`);
    } else if (outcome.kind === 'refused') {
      await queue.refuse(entry, outcome.problem);
      count.refused += 1;
      tell(`refused  ${entry.path}: ${outcome.problem}`);
    } else await again(queue, entry, tell);
  }
  return count;
}

/** The file changed since it was queued: what it is now takes its place, and one that is gone is not waited for. */
async function again(queue: LocalQueue, { id, ...file }: QueueEntry, tell: (line: string) => void): Promise<void> {
  const stats = await lstat(file.path).catch(() => undefined);
  await queue.drop(id);
  if (stats?.isFile()) await queue.add({ ...file, stamp: stampOf(stats) });
  tell(`${stats ? 'changed ' : 'gone    '} ${file.path}${stats ? ', and is sent the next time' : ''}`);
}
