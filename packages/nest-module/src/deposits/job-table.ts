import type { Row, SqlValue, Statement, Store } from '../store/store.ts';
import type { JobState, NewDeposit } from './job.ts';
import { type Columns, cancelColumns, columnsOf, contentColumns, newColumns } from './job-columns.ts';
import { jobOfRow, type StoredJob } from './job-row.ts';

export interface JobQuery {
  /** One state, or several. */
  readonly state?: JobState | readonly JobState[];
  readonly series?: string;
  readonly account?: string;
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

/** Parameters of one statement that names jobs; SQLite and PostgreSQL take far more. */
const idsAtOnce = 500;

/** All SQL that knows the columns of the job table. */
export class JobTable {
  readonly #store: Store;
  readonly #table: string;
  readonly #selected: string;
  /** Made once: it is asked for with each file that a gateway takes in. */
  #insert: string | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('job');
    this.#selected = `SELECT j.*, p.reason AS pause_reason, ${reviewOf(this.#table)} AS review_of
      FROM ${this.#table} j LEFT JOIN ${store.table('pause')} p ON p.account = j.account`;
  }

  /** Does nothing when the job is there: the same key, the same job. */
  insert(job: StoredJob, deposit: NewDeposit): Statement {
    const row = newColumns(job, deposit);
    this.#insert ??= insertInto(this.#table, Object.keys(row));
    return { sql: this.#insert, params: Object.values(row) };
  }

  /** Ends the lease with the change. Refused under an old fence. */
  settle(job: StoredJob, now: number): Statement {
    return this.#fenced(job, { ...columnsOf(job), ...cancelColumns(job), lease_owner: null, updated_at: now });
  }

  /** The same with what a person changed in the deposit; a wish to cancel is forgotten. */
  edit(job: StoredJob, now: number): Statement {
    const columns = { ...columnsOf(job), ...contentColumns(job), cancel_at: null, lease_owner: null, updated_at: now };
    return this.#fenced(job, columns);
  }

  /** How far the try came; keeps the lease and makes it longer. Refused once the try was settled, too. */
  progress(job: StoredJob, now: number, leaseMs: number): Statement {
    const { journal, record_id, doi, next_action, waiting_for, sent_bytes, total_bytes, dropped } = columnsOf(job);
    const known = { journal, record_id, doi, next_action, waiting_for, sent_bytes, total_bytes, dropped };
    const statement = this.#fenced(job, { ...known, due_at: now + leaseMs, updated_at: now });
    return { ...statement, sql: `${statement.sql} AND lease_owner IS NOT NULL` };
  }

  /** Jobs that this owner held in an earlier life become due at once. */
  takeBack(owner: string, now: number): Statement {
    return { sql: `UPDATE ${this.#table} SET due_at = ? WHERE lease_owner = ? AND due_at > ?`, params: [now, owner, now] };
  }

  /** What waits for its time waits so much less, since the clock was set back. Leases stay: who holds one renews it by the clock that it has. */
  bringForward(byMs: number, now: number): Statement {
    const sql = `UPDATE ${this.#table} SET due_at = CASE WHEN due_at - ? > ? THEN due_at - ? ELSE ? END WHERE due_at > ? AND lease_owner IS NULL`;
    return { sql, params: [byMs, now, byMs, now, now] };
  }

  /** Asks who runs it to stop; does nothing to a job that does not run. */
  askToCancel(id: string, now: number): Statement {
    return { sql: `UPDATE ${this.#table} SET cancel_at = ? WHERE id = ? AND state = 'running' AND cancel_at IS NULL`, params: [now, id] };
  }

  /** Running jobs of this owner that a person wants to stop. */
  async cancelledOf(owner: string): Promise<readonly string[]> {
    const rows = await this.#store.query(`SELECT id FROM ${this.#table} WHERE cancel_at IS NOT NULL AND lease_owner = ?`, [owner]);
    return rows.map(({ id }) => String(id));
  }

  async find(id: string): Promise<StoredJob | undefined> {
    return (await this.findAll([id]))[0];
  }

  /** In no order; those that are not there are left out. */
  async findAll(ids: readonly string[]): Promise<StoredJob[]> {
    const jobs: StoredJob[] = [];
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      const some = ids.slice(start, start + idsAtOnce);
      const rows = await this.#store.query(`${this.#selected} WHERE j.id IN (${marks(some.length)})`, some);
      jobs.push(...rows.map(jobOfRow));
    }
    return jobs;
  }

  /** Newest first. */
  async list({ state, series, account, limit = 50, after }: JobQuery): Promise<StoredJob[]> {
    const conditions: string[] = [];
    const params: SqlValue[] = [];
    const when = (sql: string, values: readonly SqlValue[]): void => {
      conditions.push(sql);
      params.push(...values);
    };
    if (state !== undefined) {
      const states = typeof state === 'string' ? [state] : state;
      when(states.length > 0 ? `j.state IN (${marks(states.length)})` : '1 = 0', states);
    }
    if (series !== undefined) when('j.series = ?', [series]);
    if (account !== undefined) when('j.account = ?', [account]);
    if (after !== undefined) when(`j.seq < (SELECT seq FROM ${this.#table} WHERE id = ?)`, [after]);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const rows = await this.#store.query(`${this.#selected} ${where} ORDER BY j.seq DESC LIMIT ?`, [...params, Math.min(limit, 500)]);
    return rows.map(jobOfRow);
  }

  /**
   * What the next deposit of a series may continue, the latest first: drafts that were left or in which a deposit failed,
   * back to the last record.
   */
  async endedIn(account: string, series: string, exceptId: string): Promise<readonly Ended[]> {
    const rows = await this.#store.query(
      `SELECT record_id, state FROM ${this.#table}
       WHERE account = ? AND series = ? AND id <> ? AND record_id IS NOT NULL AND state IN ('left', 'published', 'findable', 'failed', 'cancelled')
       ORDER BY seq DESC LIMIT 100`,
      [account, series, exceptId],
    );
    const ended = rows.map((row) => ({
      recordId: String(row['record_id']),
      isRecord: row['state'] === 'published' || row['state'] === 'findable',
    }));
    const record = ended.findIndex(({ isRecord }) => isRecord);
    const near = record === -1 ? ended : ended.slice(0, record + 1);
    return near.filter(({ recordId }, place) => near.findIndex((other) => other.recordId === recordId) === place);
  }

  /** When the next try, or look for a DOI, is due after now. */
  async nextDue(now: number): Promise<number | undefined> {
    const sql = `SELECT MIN(due_at) AS due FROM ${this.#table}
      WHERE due_at > ? AND state IN ('queued', 'waiting', 'published') AND account NOT IN (SELECT account FROM ${this.#store.table('pause')})`;
    const [row] = await this.#store.query(sql, [now]);
    const due = row?.['due'] ?? null;
    return due === null ? undefined : Number(due);
  }

  /** Whether somebody may have something to do until then: a job that is due, or a paused account to look at. What waits behind others counts too. */
  async isDue(until: number): Promise<boolean> {
    const sql = `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM ${this.#table} WHERE due_at IS NOT NULL AND due_at <= ?)
      OR EXISTS (SELECT 1 FROM ${this.#store.table('pause')} WHERE check_at <= ?)`;
    return (await this.#store.query(sql, [until, until])).length > 0;
  }

  /** Since when the job is due that is due for longest; undefined when none is. What waits behind others of its series, or for a person, is not due. */
  async oldestDue(): Promise<number | undefined> {
    const sql = `SELECT MIN(j.due_at) AS due FROM ${this.#table} j WHERE j.state IN ('queued', 'waiting', 'running')
      AND j.account NOT IN (SELECT account FROM ${this.#store.table('pause')}) AND (j.series IS NULL OR NOT EXISTS (SELECT 1 FROM ${this.#table} e
        WHERE e.account = j.account AND e.series = j.series AND e.seq <> j.seq AND (e.state IN ('running', 'submitted') OR (e.seq < j.seq AND e.state IN ('queued', 'waiting')))))`;
    const [row] = await this.#store.query(sql);
    const due = row?.['due'] ?? null;
    return due === null ? undefined : Number(due);
  }

  async countByState(account?: string): Promise<ReadonlyMap<JobState, number>> {
    const [where, params] = account === undefined ? ['', []] : ['WHERE account = ?', [account]];
    const rows = await this.#store.query(`SELECT state, COUNT(*) AS jobs FROM ${this.#table} ${where} GROUP BY state`, params);
    return new Map(rows.map((row: Row) => [String(row['state']) as JobState, Number(row['jobs'])]));
  }

  /** Left and submitted jobs of the same account that nobody looks at, in the order in which they are to be looked at. */
  async lookedAtNext({ id, account }: Pick<StoredJob, 'id' | 'account'>, now: number, limit: number): Promise<StoredJob[]> {
    const rows = await this.#store.query(
      `${this.#selected} WHERE j.state IN ('left', 'submitted') AND j.account = ? AND j.id <> ? AND j.due_at IS NOT NULL AND j.lease_owner IS NULL
        AND (j.state = 'submitted' OR j.give_up_at > ?) ORDER BY j.due_at LIMIT ?`,
      [account, id, now, limit],
    );
    return rows.map(jobOfRow);
  }

  /** Sets the time of the next look, unless somebody has taken the job, or set another time, since it was read. */
  putOff({ id, fence, dueAt }: StoredJob, until: number): Statement {
    const sql = `UPDATE ${this.#table} SET due_at = ? WHERE id = ? AND fence = ? AND due_at = ? AND lease_owner IS NULL`;
    return { sql, params: [until, id, fence, dueAt?.getTime() ?? null] };
  }

  #fenced(job: StoredJob, columns: Columns): Statement {
    const names = Object.keys(columns);
    return {
      sql: `UPDATE ${this.#table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ? AND fence = ?`,
      params: [...Object.values(columns), job.id, job.fence],
      expectChanges: 1,
    };
  }
}

/** The draft of the series that a community has in hand. */
const reviewOf = (table: string): string => `CASE WHEN j.series IS NOT NULL AND j.state IN ('queued', 'waiting') THEN
  (SELECT MIN(s.record_id) FROM ${table} s WHERE s.account = j.account AND s.series = j.series AND s.state = 'submitted' AND s.seq <> j.seq) END`;

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const insertInto = (table: string, names: readonly string[]): string =>
  `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks(names.length)}) ON CONFLICT (id) DO NOTHING`;
