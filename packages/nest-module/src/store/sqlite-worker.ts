import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Hearer, SqliteCommits } from './sqlite-commits.ts';
import { SqliteEngine } from './sqlite-engine.ts';
import { failureOf } from './sqlite-failures.ts';
import { WriteAheadLog } from './sqlite-log.ts';
import type { Answer, WorkerMessage, WorkerSettings, WorkItem, WriteItem } from './sqlite-protocol.ts';

/** The thread that owns the database, so that a slow disk never holds up the event loop that answers requests. */
const settings = workerData as WorkerSettings;
/** Who opened the database, and with it closes it. */
const owner = parentPort!;
/** Those of further threads, which share the one writer. */
const others = new Set<MessagePort>();
const say = (port: MessagePort, message: WorkerMessage): void => port.postMessage(message);

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
  const log = new WriteAheadLog(settings.path);
  // The owner hears of it as of a crash, and so does whoever waits for an answer.
  const commits = new SqliteCommits(engine, log, (error) => {
    throw new Error(`${settings.path} could not be synced to the disk: ${error.message}`);
  });
  listen({ engine, log, commits }, owner);
  say(owner, { kind: 'opened' });
}

interface Database {
  readonly engine: SqliteEngine;
  readonly log: WriteAheadLog;
  readonly commits: SqliteCommits;
}

function listen(database: Database, port: MessagePort): void {
  const hear: Hearer = (answers) => say(port, { kind: 'answers', answers });
  port.on('message', (items: readonly WorkItem[]) => {
    for (const item of items) take(database, port, item, hear);
  });
}

function take(database: Database, port: MessagePort, item: WorkItem, hear: Hearer): void {
  const { commits } = database;
  if (item.kind === 'write' || item.kind === 'writeRows') commits.write(item, hear);
  else if (item.kind === 'query') commits.tell(answer(database, port, item), hear);
  else if (item.kind === 'share') {
    share(database, item.port);
    hear([{ id: item.id, value: undefined }]);
  } else {
    commits.settle();
    hear([answer(database, port, item)]);
    if (item.kind === 'close') end(port);
  }
}

function share(database: Database, port: MessagePort): void {
  others.add(port);
  port.once('close', () => others.delete(port));
  listen(database, port);
}

function end(port: MessagePort): void {
  if (port === owner) for (const other of others) other.close();
  port.close();
}

function answer({ engine, log }: Database, port: MessagePort, item: Exclude<WorkItem, WriteItem | { kind: 'share' }>): Answer {
  const { id } = item;
  try {
    if (item.kind === 'query') return { id, value: engine.read(item.sql, item.params) };
    if (item.kind === 'migrate') {
      engine.migrate(item.owner, item.migrations);
      log.syncNow();
    } else if (port === owner) {
      log.close();
      engine.close();
    }
    return { id, value: undefined };
  } catch (error) {
    return { id, failure: failureOf(error, settings) };
  }
}
