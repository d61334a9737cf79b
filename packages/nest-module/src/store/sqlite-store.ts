import { resolve as absolute } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { claimStatement } from './claim.ts';
import type { Answer, Failure, WorkerMessage, WorkerSettings, WorkItem } from './sqlite-protocol.ts';
import type { Claim, ClaimRequest, Migration, Row, SharedSqlite, SharedStore, SqlValue, Statement, Store, WriteResult } from './store.ts';
import { StaleWriteError, StoreError } from './store-errors.ts';
import { renderMigration, tableNames } from './table-names.ts';

export interface SqliteStoreOptions {
  /** The database file; it and its folder are made when absent. Put it on a local disk. */
  readonly path: string;
  /** Begins every table's name. Default `zenodo_`. */
  readonly prefix?: string;
  /** Milliseconds to wait for another process that holds the database. Default 5,000. */
  readonly busyTimeoutMs?: number;
}

/** So many requests are not kept back for more: the worker is at them while this thread makes the next ones. */
const worthAMessage = 8;

/** The thread's garbage is short-lived and small; more room for it is memory that nobody gives back. */
const youngMb = 4;

/**
 * Opens a store in one SQLite file with a write-ahead log, driven by a worker thread of its own. An answer to a write comes when the
 * log is synced to the disk, so that what was answered survives a power cut. Close it, or the process stays alive.
 *
 * @throws {StoreError} the path cannot be written, holds no database, or is locked
 */
export async function createSqliteStore({ path, prefix, busyTimeoutMs = 5_000 }: SqliteStoreOptions): Promise<Store> {
  if (path === '' || path === ':memory:') throw new StoreError('not_writable', 'A store needs a file: give `path` the name of one.');
  const file = absolute(path);
  // Node never comes back from making a folder there.
  if (/^\/(proc|sys)\//.test(file))
    throw new StoreError('not_writable', `The store cannot be at ${file}, where the system shows itself; give \`path\` a file on a disk.`);
  const table = tableNames(prefix);
  const settings: WorkerSettings = { path: file, busyTimeoutMs, migrationTable: table('migration') };
  // Beside this file both in `src` (tests run from source; Node strips the types) and, as an entry of its own, in `dist`.
  const script = new URL(import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url);
  const resourceLimits = { maxYoungGenerationSizeMb: youngMb };
  const worker = new Worker(script, { workerData: settings, name: 'zenodo-store', execArgv: [], resourceLimits });
  const store = new SqliteStore(worker, table, prefix);
  await store.opened;
  return store;
}

/** The store of another thread of this process. Closing it leaves the database open for the others. */
export function sharedSqliteStore({ sqlite, prefix }: SharedSqlite): Store {
  return new SqliteStore(sqlite, tableNames(prefix), prefix);
}

interface Caller {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

type Ask<T extends WorkItem = WorkItem> = T extends WorkItem ? Omit<T, 'id'> : never;

class SqliteStore implements Store {
  readonly table: (name: string) => string;
  readonly opened: Promise<void>;
  readonly #prefix: string | undefined;
  /** The thread that owns the database, or the way to it from a thread that did not open it. */
  readonly #worker: Worker | MessagePort;
  readonly #callers = new Map<number, Caller>();
  #outgoing: WorkItem[] = [];
  #soon: NodeJS.Immediate | undefined;
  #nextId = 0;
  #ended: StoreError | undefined;
  #closing: Promise<void> | undefined;

  constructor(worker: Worker | MessagePort, table: (name: string) => string, prefix: string | undefined) {
    this.#worker = worker;
    this.#prefix = prefix;
    this.table = table;
    this.opened = new Promise((resolve, reject) => {
      this.#callers.set(this.#nextId++, { resolve, reject });
    });
    worker.on('message', (message: WorkerMessage) => this.#hear(message));
    if (worker instanceof Worker) {
      worker.on('error', (error) => this.#end(crash(error.message)));
      worker.on('exit', (code) => this.#end(crash(`exit code ${code}`)));
    } else {
      this.#callers.clear();
      worker.on('close', () => this.#end(crash('it closed')));
    }
  }

  async write(statements: readonly Statement[]): Promise<readonly WriteResult[]> {
    return this.#ask({ kind: 'write', statements: statements.map(cloneable) });
  }

  async query(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#ask({ kind: 'query', sql, params: params.map(cloneableValue) });
  }

  async claim(request: ClaimRequest): Promise<readonly Claim[]> {
    const rows: readonly Row[] = await this.#ask({ kind: 'writeRows', statements: [claimStatement(this.table, request)] });
    return rows.map(({ id, fence }) => ({ id: String(id), fence: Number(fence) }));
  }

  async migrate(owner: string, migrations: readonly Migration[]): Promise<void> {
    const rendered = migrations.map((one) =>
      renderMigration(one, this.table, { serial: 'INTEGER PRIMARY KEY AUTOINCREMENT', bytes: 'BLOB' }),
    );
    await this.#ask({ kind: 'migrate', owner, migrations: rendered });
  }

  share(): SharedStore {
    const { port1, port2 } = new MessageChannel();
    const id = this.#nextId++;
    this.#worker.postMessage([{ id, kind: 'share', port: port1 } satisfies WorkItem], [port1]);
    return { how: { sqlite: port2, prefix: this.#prefix }, transfer: [port2] };
  }

  /** What was asked before is still answered. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#ended) return;
    const exit = new Promise<void>((resolve) => {
      if (this.#worker instanceof Worker) this.#worker.once('exit', () => resolve());
      else this.#worker.once('close', () => resolve());
    });
    const closed = this.#ask({ kind: 'close' });
    this.#ended = new StoreError('closed', 'The store is closed; nothing more can be read or written.');
    await closed;
    await exit;
  }

  #ask<T>(item: Ask): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    if (this.#outgoing.length === 0) this.#soon = setImmediate(() => this.#post());
    this.#outgoing.push({ id, ...item } as WorkItem);
    if (this.#outgoing.length === worthAMessage) this.#post();
    return new Promise((resolve, reject) => {
      this.#callers.set(id, { resolve: resolve as Caller['resolve'], reject });
    });
  }

  /** One message for what one turn of the event loop asked, or for so much of it as is worth one. */
  #post(): void {
    clearImmediate(this.#soon);
    const items = this.#outgoing;
    this.#outgoing = [];
    this.#worker.postMessage(items);
  }

  #hear(message: WorkerMessage): void {
    if (message.kind === 'answers') for (const answer of message.answers) this.#settle(answer);
    else if (message.kind === 'opened') this.#settle({ id: 0, value: undefined });
    else this.#settle({ id: 0, failure: message.failure });
  }

  #settle(answer: Answer): void {
    const caller = this.#callers.get(answer.id);
    this.#callers.delete(answer.id);
    if ('failure' in answer) caller?.reject(errorOf(answer.failure));
    else caller?.resolve(answer.value as never);
  }

  #end(error: StoreError): void {
    this.#ended ??= error;
    for (const caller of this.#callers.values()) caller.reject(error);
    this.#callers.clear();
  }
}

const crash = (how: string): StoreError =>
  new StoreError(
    'crashed',
    `The store's worker thread stopped (${how}). Unanswered writes may or may not be kept; restart the application.`,
  );

const errorOf = ({ problem, message }: Failure): Error =>
  problem === 'stale' ? new StaleWriteError(message) : new StoreError(problem, message);

const cloneable = (statement: Statement): Statement => ({ ...statement, params: (statement.params ?? []).map(cloneableValue) });

/** Structured clone copies the whole memory under a view (Node's Buffers share 8 KiB pools) and refuses functions. */
function cloneableValue(value: SqlValue): SqlValue {
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value);
  if (value === null || ['string', 'number', 'bigint'].includes(typeof value)) return value;
  throw new StoreError('statement', `A parameter is a ${typeof value}; SQL takes text, numbers, bytes and null.`);
}
