import { settled } from '../types/settled.ts';

/**
 * Works on items, so many at a time, in their order. The first failure stops the others, and is thrown when all have stopped.
 */
export async function inParallel<Item>(
  width: number,
  items: readonly Item[],
  outer: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const queue = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift()) {
      const done = await settled(work(item, signal));
      if (done.ok) continue;
      failures.push(done.error);
      stop.abort(done.error);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  outer?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
