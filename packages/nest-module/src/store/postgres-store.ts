import type { PoolClient, PoolConfig, QueryResult } from 'pg';
import { claimStatement } from './claim.ts';
import { loadPg, type Pg } from './load-pg.ts';
import { PostgresConnections, pause } from './postgres-connections.ts';
import { numbered, postgresWords, textOf, valuesOf } from './postgres-dialect.ts';
import { failureOf, isCollision, isLost } from './postgres-failures.ts';
import { migratePostgres } from './postgres-migrate.ts';
import { postgresTypes } from './postgres-types.ts';
import type { Claim, ClaimRequest, Migration, Row, SharedStore, SqlTransaction, SqlValue, Statement, Store, WriteResult } from './store.ts';
import { StoreError } from './store-errors.ts';
import { renderMigration, tableNames } from './table-names.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:5432/database`, with `pg`'s own parameters, such as `?sslmode=require`. */
  readonly postgres: string;
  /** Begins every table's name. Default `zenodo_`. */
  readonly prefix?: string;
  /** Connections of this process, half of them for reading. Default 10, at least 2. */
  readonly connections?: number;
  /** Milliseconds that a read, or a write that was not sent yet, waits for a database that cannot be reached. Default 5,000. */
  readonly patienceMs?: number;
  /** Milliseconds until a database that takes a question and does not answer is given up as hanging. Default 60,000. */
  readonly answerMs?: number;
}

/**
 * Opens a store in a PostgreSQL database (13 or later), through `pg`. Tables lie in the first schema of the user's
 * `search_path`. Close it, or the process stays alive.
 *
 * @throws {StoreError} `pg` is not installed, the database cannot be reached, or does not let this user in
 */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const store = new PostgresStore(await loadPg(), options);
  try {
    await store.query('SELECT 1');
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** Tries of a transaction that another one got in the way of. */
const maxTries = 10;
/** A thread that deposits writes a few rows a call to Zenodo. */
const sharedConnections = 4;

class PostgresStore implements Store {
  readonly table: (name: string) => string;
  readonly #pg: Pg;
  readonly #options: PostgresStoreOptions;
  readonly #config: PoolConfig;
  readonly #where: string;
  readonly #patienceMs: number;
  readonly #writers: PostgresConnections;
  readonly #readers: PostgresConnections;
  readonly #working = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(pg: Pg, options: PostgresStoreOptions) {
    const { postgres, prefix, connections = 10, patienceMs = 5_000, answerMs = 60_000 } = options;
    this.#pg = pg;
    this.#options = options;
    this.table = tableNames(prefix);
    this.#where = placeOf(postgres);
    this.#patienceMs = patienceMs;
    this.#config = { connectionString: postgres, types: postgresTypes, keepAlive: true, connectionTimeoutMillis: 5_000 };
    // `pipeline` sends a batch and its COMMIT at once; `pg` has it, its types do not know it yet.
    const piped = { ...this.#config, pipeline: true, query_timeout: answerMs, max: Math.max(1, Math.ceil(connections / 2)) };
    this.#writers = new PostgresConnections(pg, piped, this.#where);
    this.#readers = new PostgresConnections(pg, piped, this.#where, (client) => {
      client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY').catch(() => {});
    });
  }

  write(statements: readonly Statement[]): Promise<readonly WriteResult[]> {
    return this.#work(() => this.#send((client) => batch(client, statements)));
  }

  query(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#work(async () => {
      const until = Date.now() + this.#patienceMs;
      const send = (client: PoolClient) => client.query<Row>(numbered(sql), valuesOf(params));
      for (;;) {
        const read = await this.#readers.use(send, Math.max(0, until - Date.now()));
        if (read.ok) return read.value.rows;
        // A read that was cut off is asked again.
        if (!isLost(read.error) || Date.now() > until) throw failureOf(read.error, this.#where);
      }
    });
  }

  claim(request: ClaimRequest): Promise<readonly Claim[]> {
    const { sql, params } = claimStatement(this.table, request, 'postgres');
    return this.#work(async () => {
      const { rows } = await this.#send((client) => client.query<Row>(numbered(sql), valuesOf(params)));
      return rows.map(({ id, fence }) => ({ id: String(id), fence: Number(fence) }));
    });
  }

  async writeIn(transaction: SqlTransaction, statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) await transaction.query(textOf(statement), valuesOf(statement.params));
  }

  migrate(owner: string, migrations: readonly Migration[]): Promise<void> {
    return this.#work(async () => {
      const client = new this.#pg.Client(this.#config);
      client.on('error', () => {});
      try {
        await client.connect();
        const rendered = migrations.map((one) => renderMigration(one, this.table, postgresWords));
        await migratePostgres(client, this.table('migration'), this.#where, owner, rendered);
      } catch (error) {
        throw error instanceof StoreError ? error : failureOf(error, this.#where);
      } finally {
        await client.end().catch(() => {});
      }
    });
  }

  /** A thread has connections of its own. */
  share(): SharedStore {
    const { postgres, prefix, answerMs } = this.#options;
    const patienceMs = this.#patienceMs;
    return {
      how: {
        postgres,
        patienceMs,
        connections: sharedConnections,
        ...(prefix !== undefined && { prefix }),
        ...(answerMs !== undefined && { answerMs }),
      },
      transfer: [],
    };
  }

  /** What was asked before is still answered. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#working);
    await Promise.all([this.#writers.end(), this.#readers.end()]);
  }

  /** A transaction that the server undid for another one's sake is sent again. */
  async #send<T>(send: (client: PoolClient) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const sent = await this.#writers.use(send, this.#patienceMs);
      if (sent.ok) return sent.value;
      if (tries === maxTries || !(isCollision(sent.error) || isTakenSeries(sent.error))) throw failureOf(sent.error, this.#where, true);
      await pause(Math.random() * 10 * tries);
    }
  }

  #work<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(new StoreError('closed', 'The store is closed; nothing more can be read or written.'));
    const work = begin();
    this.#working.add(work);
    const done = () => this.#working.delete(work);
    work.then(done, done);
    return work;
  }
}

/** One round trip: all is sent at once, and an error of one statement makes the server undo the others at COMMIT. */
async function batch(client: PoolClient, statements: readonly Statement[]): Promise<readonly WriteResult[]> {
  const send = (statement: Statement) => client.query<Row>(textOf(statement), valuesOf(statement.params));
  if (statements.length < 2) return Promise.all(statements.map(async (one) => resultOf(one, await send(one))));
  const answers = await allOf([client.query('BEGIN'), ...statements.map(send), client.query('COMMIT')]);
  return statements.map((statement, place) => resultOf(statement, answers[place + 1]!));
}

/** Two claims took two jobs of one series at the same moment; the index let one of them through. */
const isTakenSeries = (error: unknown): boolean => String((error as { constraint?: unknown }).constraint).endsWith('job_running');

/** The first failure; what the server says of the statements behind it is only its echo. */
async function allOf(sent: readonly Promise<QueryResult<Row>>[]): Promise<QueryResult<Row>[]> {
  const done = await Promise.allSettled(sent);
  return done.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

const resultOf = ({ expectChanges }: Statement, { rowCount }: QueryResult): WriteResult => ({ changes: expectChanges ?? rowCount ?? 0 });

/** `host:port/database`, without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) {
    throw new StoreError('not_writable', 'The address of the database is no URL; write it as postgres://user:password@host:5432/database.');
  }
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
