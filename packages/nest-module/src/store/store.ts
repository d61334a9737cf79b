import type { MessagePort } from 'node:worker_threads';

/** A value that both SQLite and PostgreSQL take. Times are integers (milliseconds since the epoch), JSON is text. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** SQL in the dialect both drivers share, `?` for parameters; table names through `Store.table`. */
export interface Statement {
  readonly sql: string;
  readonly params?: readonly SqlValue[];
  /** The whole batch is undone, and `write` rejects with `StaleWriteError`, unless this many rows changed. */
  readonly expectChanges?: number;
}

export interface WriteResult {
  readonly changes: number;
}

export type Row = Readonly<Record<string, SqlValue>>;

/** Asks for due jobs; see `Store.claim`. */
export interface ClaimRequest {
  /** Who claims: one name a process. */
  readonly owner: string;
  readonly limit: number;
  readonly now: number;
  /** Milliseconds until another may take the job over. */
  readonly leaseMs: number;
}

export interface Claim {
  readonly id: string;
  /** Grows with each claim of the job; a write that carries an older one is refused. */
  readonly fence: number;
}

/** A transaction of the caller's own, such as a client of `pg` after its BEGIN. */
export interface SqlTransaction {
  query(text: string, values: unknown[]): PromiseLike<unknown>;
}

/**
 * Where state lives. `write` runs its batch in one transaction, with no callback in it: a batch can cross into a
 * worker thread, and many batches share one commit (each stays all-or-nothing by itself). It resolves once durable.
 */
export interface Store {
  /** A table's real name, prefix included: `table('job')`. */
  table(name: string): string;
  write(statements: readonly Statement[]): Promise<readonly WriteResult[]>;
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]>;
  /**
   * Writes inside a transaction that the caller began in the same database and commits. Absent where the driver has none to share.
   */
  writeIn?(transaction: SqlTransaction, statements: readonly Statement[]): Promise<void>;
  /** Leases due jobs, at most one for each series and never past an unfinished earlier one. */
  claim(request: ClaimRequest): Promise<readonly Claim[]>;
  /** Applies migrations that were not applied yet; `owner` keeps the module's and the gateway's apart. */
  migrate(owner: string, migrations: readonly Migration[]): Promise<void>;
  /** The way to the same database for another thread of this process; `openSharedStore` takes it there. Absent where a driver has none. */
  share?(): SharedStore;
  close(): Promise<void>;
}

/** What another thread opens a store with. `transfer` goes into `transferList`. */
export interface SharedStore {
  readonly how: SharedSqlite | SharedPostgres;
  readonly transfer: readonly MessagePort[];
}

/** Into the thread that owns the database, so that all threads write through one connection and share its commits. */
export interface SharedSqlite {
  readonly sqlite: MessagePort;
  readonly prefix: string | undefined;
}

interface SharedPostgres {
  readonly postgres: string;
  readonly prefix?: string;
  readonly patienceMs?: number;
  readonly answerMs?: number;
  readonly connections: number;
}

export interface Migration {
  /** Ordered and never changed once released: `001-jobs`. */
  readonly name: string;
  /** `{{prefix}}` stands for the table prefix, `{{serial}}` for the type of a primary key that counts up, `{{bytes}}` (or BLOB) for that of bytes. */
  readonly statements: readonly string[];
}
