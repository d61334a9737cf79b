import { parentPort, workerData } from 'node:worker_threads';
import { SqliteEngine } from './sqlite-engine.ts';
import { failureOf } from './sqlite-failures.ts';
import type { Answer, WorkerMessage, WorkerSettings, WorkItem, WriteItem } from './sqlite-protocol.ts';

/** The thread that owns the database, so that a slow disk never holds up the event loop that answers requests. */
const settings = workerData as WorkerSettings;
const port = parentPort!;
const say = (message: WorkerMessage): void => port.postMessage(message);

/** Keeps one commit short enough for the readers and writers of other processes. */
const maxBatches = 1000;
const pending: WriteItem[] = [];
let scheduled = false;

function open(): SqliteEngine | undefined {
  try {
    return new SqliteEngine(settings);
  } catch (error) {
    say({ kind: 'refused', failure: failureOf(error, settings) });
    port.close();
    return undefined;
  }
}

const engine = open();
if (engine) {
  port.on('message', (items: readonly WorkItem[]) => {
    for (const item of items) take(engine, item);
  });
  say({ kind: 'opened' });
}

function take(database: SqliteEngine, item: WorkItem): void {
  if (item.kind === 'write' || item.kind === 'writeRows') {
    pending.push(item);
    // All messages that came while the last commit ran are delivered before the immediate, and so share the next one.
    if (!scheduled) setImmediate(flush, database);
    scheduled = true;
  } else {
    if (item.kind !== 'query') flush(database);
    say({ kind: 'answers', answers: [answer(database, item)] });
    if (item.kind === 'close') port.close();
  }
}

function flush(database: SqliteEngine): void {
  scheduled = false;
  while (pending.length > 0) say({ kind: 'answers', answers: database.commit(pending.splice(0, maxBatches)) });
}

function answer(database: SqliteEngine, item: Exclude<WorkItem, WriteItem>): Answer {
  const { id } = item;
  try {
    if (item.kind === 'query') return { id, value: database.read(item.sql, item.params) };
    if (item.kind === 'migrate') database.migrate(item.owner, item.migrations);
    else database.close();
    return { id, value: undefined };
  } catch (error) {
    return { id, failure: failureOf(error, settings) };
  }
}
