import type { Row, SqlValue, Statement, Store } from '../store/store.ts';
import type { JobState, NewDeposit } from './job.ts';
import { jobOfRow, type StoredJob } from './job-row.ts';

/** A change to a job; what is absent stays. `dueAt: undefined` takes the job out of the runner's sight. */
export interface JobUpdate
  extends Pick<
    StoredJob,
    'state' | 'setbacks' | 'dueAt' | 'giveUpAt' | 'journal' | 'recordId' | 'doi' | 'conceptDoi' | 'htmlUrl' | 'problem' | 'nextAction'
  > {}

export interface JobQuery {
  readonly state?: JobState;
  readonly series?: string;
  /** Default 50, at most 500. */
  readonly limit?: number;
  /** The id of the last job of the page before. */
  readonly after?: string;
}

export interface Ended {
  readonly recordId: string;
  /** False for a draft that was left, or in which a deposit failed: since then it may have been published, or thrown away. */
  readonly isRecord: boolean;
}

/** All SQL that knows the columns of the job table. */
export class JobTable {
  readonly #store: Store;
  readonly #table: string;
  /** Made once: it is asked for with each file that a gateway takes in. */
  #insert: string | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('job');
  }

  /** Does nothing when the job is there: the same key, the same job. */
  insert(job: StoredJob, deposit: NewDeposit): Statement {
    const row: Readonly<Record<string, SqlValue>> = {
      id: job.id,
      deposit_key: job.key,
      series: job.series ?? null,
      finish: job.finish,
      metadata: JSON.stringify(deposit.metadata),
      files: JSON.stringify(deposit.files),
      meta: JSON.stringify(job.meta),
      created_at: job.createdAt.getTime(),
      ...columnsOf(job),
      updated_at: job.updatedAt.getTime(),
    };
    this.#insert ??= insertInto(this.#table, Object.keys(row));
    return { sql: this.#insert, params: Object.values(row) };
  }

  /** Ends the lease with the change. Refused under an old fence. */
  settle(job: StoredJob, now: number): Statement {
    const columns = { ...columnsOf(job), lease_owner: null, updated_at: now };
    return this.#fenced(job, columns);
  }

  /** How far the try came; keeps the lease and makes it longer. Refused once the try was settled, too. */
  progress(job: StoredJob, now: number, leaseMs: number): Statement {
    const { journal, record_id, doi, next_action } = columnsOf(job);
    const statement = this.#fenced(job, { journal, record_id, doi, next_action, due_at: now + leaseMs, updated_at: now });
    return { ...statement, sql: `${statement.sql} AND lease_owner IS NOT NULL` };
  }

  /** Jobs that this owner held in an earlier life become due at once. */
  takeBack(owner: string, now: number): Statement {
    return { sql: `UPDATE ${this.#table} SET due_at = ? WHERE lease_owner = ? AND due_at > ?`, params: [now, owner, now] };
  }

  async find(id: string): Promise<StoredJob | undefined> {
    const rows = await this.#store.query(`SELECT * FROM ${this.#table} WHERE id = ?`, [id]);
    return rows[0] && jobOfRow(rows[0]);
  }

  /** Newest first. */
  async list({ state, series, limit = 50, after }: JobQuery): Promise<StoredJob[]> {
    const conditions: string[] = [];
    const params: SqlValue[] = [];
    const when = (sql: string, value: SqlValue | undefined): void => {
      if (value === undefined) return;
      conditions.push(sql);
      params.push(value);
    };
    when('state = ?', state);
    when('series = ?', series);
    when(`seq < (SELECT seq FROM ${this.#table} WHERE id = ?)`, after);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const sql = `SELECT * FROM ${this.#table} ${where} ORDER BY seq DESC LIMIT ?`;
    const rows = await this.#store.query(sql, [...params, Math.min(limit, 500)]);
    return rows.map(jobOfRow);
  }

  /**
   * What the next deposit of a series may continue, the latest first: drafts that were left or in which a deposit failed,
   * back to the last record.
   */
  async endedIn(series: string, exceptId: string): Promise<readonly Ended[]> {
    const rows = await this.#store.query(
      `SELECT record_id, state FROM ${this.#table}
       WHERE series = ? AND id <> ? AND record_id IS NOT NULL AND state IN ('left', 'published', 'findable', 'failed') ORDER BY seq DESC LIMIT 100`,
      [series, exceptId],
    );
    const ended = rows.map((row) => ({
      recordId: String(row['record_id']),
      isRecord: row['state'] === 'published' || row['state'] === 'findable',
    }));
    const record = ended.findIndex(({ isRecord }) => isRecord);
    const near = record === -1 ? ended : ended.slice(0, record + 1);
    return near.filter(({ recordId }, place) => near.findIndex((other) => other.recordId === recordId) === place);
  }

  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const rows = await this.#store.query(`SELECT state, COUNT(*) AS jobs FROM ${this.#table} GROUP BY state`);
    return new Map(rows.map((row: Row) => [String(row['state']) as JobState, Number(row['jobs'])]));
  }

  #fenced(job: StoredJob, columns: Readonly<Record<string, SqlValue>>): Statement {
    const names = Object.keys(columns);
    return {
      sql: `UPDATE ${this.#table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ? AND fence = ?`,
      params: [...Object.values(columns), job.id, job.fence],
      expectChanges: 1,
    };
  }
}

const insertInto = (table: string, names: readonly string[]): string =>
  `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;

function columnsOf(job: JobUpdate) {
  return {
    state: job.state,
    setbacks: job.setbacks,
    due_at: job.dueAt?.getTime() ?? null,
    give_up_at: job.giveUpAt.getTime(),
    journal: job.journal ? JSON.stringify(job.journal) : null,
    record_id: job.recordId ?? null,
    doi: job.doi ?? null,
    concept_doi: job.conceptDoi ?? null,
    html_url: job.htmlUrl ?? null,
    problem: job.problem ?? null,
    next_action: job.nextAction,
  } satisfies Readonly<Record<string, SqlValue>>;
}
