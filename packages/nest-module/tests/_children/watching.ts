/**
 * A watcher of a recorded day, until it is killed, by others or by its own hand. Arguments, as JSON: see `Told`. Prints `t` with
 * the time of that day after each look, `e` with each event that it is told, and `done`.
 */
import { writeSync } from 'node:fs';
import type { WatchBatch, WatchStore } from '@zenodo-connect/core';
import { createZenodo, LocalRateBudget } from '@zenodo-connect/core/portable';
import { Stream, type StreamPlan, StreamTransport } from '../../../core/tests/events/_stream.ts';
import { EventTable } from '../../src/events/event-table.ts';
import { SqlWatchStore } from '../../src/events/sql-watch-store.ts';
import { eventMigrations, eventMigrationsOwner } from '../../src/store/migrations/events.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import { createSqliteStore } from '../../src/store/sqlite-store.ts';
import { happeningOf } from '../_util/happening.ts';

export interface Told {
  readonly plan: StreamPlan;
  readonly store: { readonly path: string } | { readonly postgres: string };
  /** When it begins, and ends, on the clock of that day. */
  readonly time: number;
  readonly until: number;
  /** After this time it kills itself at the first chance; without `dieAt` it goes on slowly, so that others can. */
  readonly dieAfter?: number;
  readonly dieAt?: 'before a commit' | 'after a commit' | 'before a confirmation';
}

const { plan, store: given, time, until, dieAt, dieAfter = Number.POSITIVE_INFINITY } = JSON.parse(process.argv[2]!) as Told;
const transport = new StreamTransport(new Stream(plan), 300, time);
const store = await ('path' in given ? createSqliteStore(given) : createPostgresStore(given));
await store.migrate(eventMigrationsOwner, eventMigrations);
// A handler that asks for everything: what it is owed is written with what was seen.
const everything = { name: 'everything', watcher: 'day', types: [], concepts: [] };
await store.write([new EventTable(store).register(everything, time)]);
const kept = new SqlWatchStore(store, 'day', () => transport.time);

function reach(point: Told['dieAt']): void {
  if (point === dieAt && transport.time >= dieAfter) process.kill(process.pid, 'SIGKILL');
}

const mortal: WatchStore = {
  load: () => kept.load(),
  async commit(batch: WatchBatch): Promise<boolean> {
    reach('before a commit');
    const done = await kept.commit(batch);
    reach('after a commit');
    return done;
  },
};
const now = () => transport.time;
const zenodo = createZenodo({ baseUrl: 'https://stream.example', token: 'token', transport, now, rateBudget: new LocalRateBudget() });
const watcher = zenodo.watch({ sources: [{ kind: 'query' }], store: mortal });

/** A plain write(2): nothing that was printed is lost with this process. */
const print = (line: string): void => void writeSync(1, `${line}\n`);

while (transport.time < until) {
  const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
  for (const event of events) print(`e ${event.id} ${happeningOf(event)}`);
  print(`t ${transport.time}`);
  if (events.length > 0) {
    reach('before a confirmation');
    await watcher.confirm();
  }
  transport.time += waitMs;
  if (transport.time >= dieAfter) await new Promise((resolve) => setTimeout(resolve, 5));
}
print('done');
await store.close();
