import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { SqliteEngine } from './sqlite-engine.ts';
import { failureOf } from './sqlite-failures.ts';
import type { Answer, WorkerMessage, WorkerSettings, WorkItem, WriteItem } from './sqlite-protocol.ts';

/** The thread that owns the database, so that a slow disk never holds up the event loop that answers requests. */
const settings = workerData as WorkerSettings;
/** Who opened the database, and with it closes it. */
const owner = parentPort!;
/** Those of further threads, which share the one writer. */
const others = new Set<MessagePort>();
const say = (port: MessagePort, message: WorkerMessage): void => port.postMessage(message);

/** Keeps one commit short enough for the readers and writers of other processes. */
const maxBatches = 1000;
/** As many are never divided. */
const fewBatches = 8;
const pending: { readonly port: MessagePort; readonly item: WriteItem }[] = [];
let soon: NodeJS.Immediate | undefined;
let later: NodeJS.Timeout | undefined;
/** The last commit: how many batches it held, how long it took and when it ended, in milliseconds. */
let last = { size: 0, ms: 0, endedAt: 0 };

function open(): SqliteEngine | undefined {
  try {
    return new SqliteEngine(settings);
  } catch (error) {
    say(owner, { kind: 'refused', failure: failureOf(error, settings) });
    owner.close();
    return undefined;
  }
}

const engine = open();
if (engine) {
  listen(engine, owner);
  say(owner, { kind: 'opened' });
}

function listen(database: SqliteEngine, port: MessagePort): void {
  port.on('message', (items: readonly WorkItem[]) => {
    for (const item of items) take(database, port, item);
  });
}

function take(database: SqliteEngine, port: MessagePort, item: WorkItem): void {
  if (item.kind === 'write' || item.kind === 'writeRows') {
    pending.push({ port, item });
    schedule(database);
  } else if (item.kind === 'share') {
    share(database, item.port);
    say(port, { kind: 'answers', answers: [{ id: item.id, value: undefined }] });
  } else {
    while (item.kind !== 'query' && pending.length > 0) flush(database);
    say(port, { kind: 'answers', answers: [answer(database, port, item)] });
    if (item.kind === 'close') end(port);
  }
}

function share(database: SqliteEngine, port: MessagePort): void {
  others.add(port);
  port.once('close', () => others.delete(port));
  listen(database, port);
}

function end(port: MessagePort): void {
  if (port === owner) for (const other of others) other.close();
  port.close();
}

/**
 * Where a commit takes long, those who were answered by the last one are about to ask again: a small commit before they have
 * would make them wait for two. So it is held back, for half of what the last one took at most.
 */
function schedule(database: SqliteEngine): void {
  const holdMs = pending.length * 2 >= last.size ? 0 : last.endedAt + last.ms / 2 - performance.now();
  if (holdMs >= 1) later ??= setTimeout(flush, holdMs, database);
  // All messages that came while the last commit ran are delivered before the immediate, and so share the next one.
  else soon ??= setImmediate(flush, database);
}

function flush(database: SqliteEngine): void {
  clearImmediate(soon);
  clearTimeout(later);
  soon = later = undefined;
  if (pending.length === 0) return;
  const began = performance.now();
  // Half of those who ask are answered by each commit, so that there is something to do while the next one runs.
  const batches = pending.splice(0, Math.min(maxBatches, Math.max(fewBatches, Math.ceil((pending.length + last.size) / 2))));
  const answers = database.commit(batches.map(({ item }) => item));
  for (const port of new Set(batches.map((one) => one.port))) {
    say(port, { kind: 'answers', answers: answers.filter((_, place) => batches[place]?.port === port) });
  }
  const endedAt = performance.now();
  last = { size: batches.length, ms: endedAt - began, endedAt };
  if (pending.length > 0) schedule(database);
}

function answer(database: SqliteEngine, port: MessagePort, item: Exclude<WorkItem, WriteItem | { kind: 'share' }>): Answer {
  const { id } = item;
  try {
    if (item.kind === 'query') return { id, value: database.read(item.sql, item.params) };
    if (item.kind === 'migrate') database.migrate(item.owner, item.migrations);
    else if (port === owner) database.close();
    return { id, value: undefined };
  } catch (error) {
    return { id, failure: failureOf(error, settings) };
  }
}
