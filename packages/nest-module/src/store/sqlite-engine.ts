import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { foreignSchema } from './migration-order.ts';
import { FailureError, failureOf } from './sqlite-failures.ts';
import type { Answer, Failure, RenderedMigration, WorkerSettings, WriteItem } from './sqlite-protocol.ts';
import type { Row, SqlValue, Statement, WriteResult } from './store.ts';

/** Prepared statements kept; our own SQL is a few dozen texts. */
const maxPrepared = 200;
/** Who sends one file twice often sends many: no commit is then tried in vain for a while. */
const carefulCommits = 50;

/** One batch of a commit without savepoints failed. */
class BatchError extends Error {
  override name = 'BatchError';
}

/** The database as the worker thread sees it: synchronous, one writing and one reading connection. */
export class SqliteEngine {
  readonly #settings: WorkerSettings;
  readonly #writer: DatabaseSync;
  readonly #reader: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #preparedReads = new Map<string, StatementSync>();
  /** Commits that are still to be made with savepoints. */
  #careful = 0;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    mkdirSync(dirname(settings.path), { recursive: true });
    this.#writer = openWriter(settings);
    this.#reader = new DatabaseSync(settings.path, { readOnly: true, timeout: settings.busyTimeoutMs });
  }

  /**
   * Runs all batches in one transaction: one that fails is undone alone, the others share the commit. Savepoints, which copy
   * each page before it changes, are for when one does fail: then all are run once more, each in its own.
   */
  commit(batches: readonly WriteItem[]): Answer[] {
    if (batches.length > 1 && this.#careful === 0) {
      const plain = this.#attempt(batches, (batch) => this.#runPlain(batch));
      if (plain !== 'again') return plain;
      this.#careful = carefulCommits;
    }
    if (this.#careful > 0) this.#careful -= 1;
    return this.#attempt(batches, (batch) => this.#runApart(batch)) as Answer[];
  }

  /** 'again' when nothing was written, since a batch failed that could not be undone alone. */
  #attempt(batches: readonly WriteItem[], run: (batch: WriteItem) => Answer): Answer[] | 'again' {
    const first = this.#commit(batches, run);
    if ('answers' in first) return first.answers;
    // The log grows to 8 MiB before it is used anew; on a full disk that is done now, and the commit may find its room there.
    const last = 'failure' in first && first.failure.problem === 'full' && this.#emptyLog() ? this.#commit(batches, run) : first;
    if ('answers' in last) return last.answers;
    if (!('failure' in last)) return 'again';
    const { failure } = last;
    return batches.map(({ id }) => ({ id, failure }));
  }

  #commit(
    batches: readonly WriteItem[],
    run: (batch: WriteItem) => Answer,
  ): { readonly answers: Answer[] } | { readonly failure: Failure } | { readonly again: true } {
    try {
      this.#do('BEGIN IMMEDIATE');
      const answers = batches.map(run);
      this.#do('COMMIT');
      return { answers };
    } catch (error) {
      if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
      return error instanceof BatchError ? { again: true } : { failure: failureOf(error, this.#settings) };
    }
  }

  /** Puts what is in the log into the database, without waiting for readers; false when not even that has room. */
  #emptyLog(): boolean {
    try {
      this.#writer.exec('PRAGMA wal_checkpoint(PASSIVE)');
      return true;
    } catch {
      return false;
    }
  }

  /** On a connection that cannot write; sees all that was committed before. */
  read(sql: string, params: readonly SqlValue[]): Row[] {
    return prepare(this.#reader, this.#preparedReads, sql).all(...params) as Row[];
  }

  /** Applies what is missing in one transaction, so that two processes that start at once do it once. */
  migrate(owner: string, migrations: readonly RenderedMigration[]): void {
    const table = this.#settings.migrationTable;
    this.#writer.exec('BEGIN IMMEDIATE');
    try {
      this.#writer.exec(
        `CREATE TABLE IF NOT EXISTS ${table} (owner TEXT NOT NULL, name TEXT NOT NULL, position BIGINT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (owner, name))`,
      );
      const rows = this.#writer.prepare(`SELECT name FROM ${table} WHERE owner = ? ORDER BY position`).all(owner);
      const applied = rows.map(({ name }) => String(name));
      const foreign = foreignSchema(this.#settings.path, owner, applied, migrations);
      if (foreign) throw new FailureError(foreign);
      for (const [position, migration] of migrations.entries()) {
        if (position < applied.length) continue;
        for (const sql of migration.statements) this.#writer.exec(sql);
        this.#writer
          .prepare(`INSERT INTO ${table} (owner, name, position, applied_at) VALUES (?, ?, ?, ?)`)
          .run(owner, migration.name, position, Date.now());
      }
      this.#writer.exec('COMMIT');
    } catch (error) {
      if (this.#writer.isTransaction) this.#writer.exec('ROLLBACK');
      throw error;
    }
  }

  /** The reader first: the last connection to close cleans the write-ahead log up, and it has to be one that can write. */
  close(): void {
    this.#reader.close();
    this.#writer.close();
  }

  /** @throws {BatchError} it failed, and the transaction can still be undone and begun again */
  #runPlain(batch: WriteItem): Answer {
    try {
      return { id: batch.id, value: this.#valueOf(batch) };
    } catch (error) {
      // A full disk or a broken read makes SQLite undo the whole transaction, and then nobody's batch is written.
      throw this.#writer.isTransaction ? new BatchError() : error;
    }
  }

  #runApart(batch: WriteItem): Answer {
    const { id } = batch;
    this.#do('SAVEPOINT batch');
    try {
      const value = this.#valueOf(batch);
      this.#do('RELEASE batch');
      return { id, value };
    } catch (error) {
      if (!this.#writer.isTransaction) throw error;
      this.#do('ROLLBACK TO batch');
      this.#do('RELEASE batch');
      return { id, failure: failureOf(error, this.#settings) };
    }
  }

  #valueOf({ kind, statements }: WriteItem): WriteResult[] | Row[] {
    return kind === 'write' ? statements.map((one) => this.#run(one)) : statements.flatMap((one) => this.#rows(one));
  }

  /** Prepared once: what frames the batches is run more often than anything else. */
  #do(sql: string): void {
    prepare(this.#writer, this.#prepared, sql).run();
  }

  #run({ sql, params = [], expectChanges }: Statement): WriteResult {
    const changes = Number(prepare(this.#writer, this.#prepared, sql).run(...params).changes);
    if (expectChanges !== undefined && changes !== expectChanges) {
      const message = `A write was to change ${expectChanges} rows and changed ${changes}, so its batch was undone: someone else changed the state before.`;
      throw new FailureError({ problem: 'stale', message });
    }
    return { changes };
  }

  #rows({ sql, params = [] }: Statement): Row[] {
    return prepare(this.#writer, this.#prepared, sql).all(...params) as Row[];
  }
}

function openWriter({ path, busyTimeoutMs }: WorkerSettings): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  const mode = database.prepare('PRAGMA journal_mode = WAL').get();
  if (mode?.['journal_mode'] !== 'wal') {
    database.close();
    const message = `The database ${path} cannot keep a write-ahead log. Put it on a local disk rather than a network file system.`;
    throw new FailureError({ problem: 'not_writable', message });
  }
  // Keeps the database sound over a power cut. That what was acknowledged survives one too, is the work of `SqliteCommits`: FULL
  // would sync the log inside each commit, and nothing else could be done meanwhile.
  database.exec('PRAGMA synchronous = NORMAL');
  // Each file taken in changes ten pages all over the indexes; of the usual 2 MB most are read again each time. More is memory.
  database.exec('PRAGMA cache_size = -4000');
  // Pages of 4 KiB. A page that many commits change goes to the database once for all of them; while that is done nobody is answered,
  // 4,000 pages are 20 ms and would be the slowest hundredth of 1,000 answers a second. The log stays at 8 MiB.
  database.exec('PRAGMA wal_autocheckpoint = 2000');
  return database;
}

function prepare(database: DatabaseSync, cache: Map<string, StatementSync>, sql: string): StatementSync {
  const known = cache.get(sql);
  if (known) return known;
  const statement = database.prepare(sql);
  if (cache.size >= maxPrepared) cache.delete(cache.keys().next().value ?? '');
  cache.set(sql, statement);
  return statement;
}
