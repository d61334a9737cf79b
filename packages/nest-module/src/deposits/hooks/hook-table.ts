import type { Row, Statement, Store } from '../../store/store.ts';
import type { DepositJob, JobState } from '../job.ts';
import type { HookState } from './on-deposit.ts';

/** A handler that is owed one change of one job. */
export interface HookCall {
  readonly seq: number;
  readonly hook: string;
  readonly jobId: string;
  readonly state: HookState;
  readonly attempts: number;
  readonly fence: number;
  readonly changedAt: Date;
}

/** A handler that failed for so long that it is not called any more for this change. */
export interface MissedHook {
  readonly handler: string;
  readonly jobId: string;
  readonly state: HookState;
  readonly changedAt: Date;
  /** How often it was called. */
  readonly attempts: number;
  /** What it threw last, in words. */
  readonly problem: string;
}

/**
 * What handlers are owed. A call is written in the transaction of the job's change, one row a handler, and goes away when
 * the handler has returned: nothing is between the change and the knowledge of it.
 */
export class HookTable {
  readonly #store: Store;
  readonly #hooks: string;
  readonly #calls: string;

  constructor(store: Store) {
    this.#store = store;
    this.#hooks = store.table('hook');
    this.#calls = store.table('hook_call');
  }

  /** Makes a handler known; it hears of what changes from now on. */
  register(name: string, states: readonly HookState[], now: number): Statement {
    return {
      sql: `INSERT INTO ${this.#hooks} (name, states, seen_at) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET states = excluded.states, seen_at = excluded.seen_at`,
      params: [name, listed(states), now],
    };
  }

  /** Forgets handlers that no process has had for so long, and what they are owed. */
  forget(before: number): readonly Statement[] {
    return [
      { sql: `DELETE FROM ${this.#calls} WHERE hook IN (SELECT name FROM ${this.#hooks} WHERE seen_at < ?)`, params: [before] },
      { sql: `DELETE FROM ${this.#hooks} WHERE seen_at < ?`, params: [before] },
      { sql: `DELETE FROM ${this.#calls} WHERE due_at IS NULL AND created_at < ?`, params: [before] },
    ];
  }

  /** Calls that were given up, the latest first. */
  async missed(limit: number): Promise<readonly MissedHook[]> {
    const rows = await this.#store.query(`SELECT * FROM ${this.#calls} WHERE due_at IS NULL ORDER BY seq DESC LIMIT ?`, [limit]);
    return rows.map((row) => {
      const { hook: handler, jobId, state, changedAt, attempts } = callOf(row);
      return { handler, jobId, state, changedAt, attempts, problem: String(row['problem'] ?? '') };
    });
  }

  /** Makes the given-up calls of a job due again. */
  callAgain(jobId: string, now: number): Statement {
    return { sql: `UPDATE ${this.#calls} SET due_at = ? WHERE job_id = ? AND due_at IS NULL`, params: [now, jobId] };
  }

  /** The calls that a change owes. `moment` makes the same change, written again, the same call. */
  calls({ id, state }: Pick<DepositJob, 'id' | 'state'>, moment: string, now: number): readonly Statement[] {
    if (notTold.has(state)) return [];
    const sql = `INSERT INTO ${this.#calls} (hook, job_id, state, moment, due_at, created_at)
                 SELECT name, ?, ?, ?, ?, ? FROM ${this.#hooks} WHERE states LIKE ?
                 ON CONFLICT (hook, job_id, state, moment) DO NOTHING`;
    return [{ sql, params: [id, state, moment, now, now, `%,${state},%`] }];
  }

  /** Due calls of these handlers; of one job and handler the earlier first. */
  async due(hooks: readonly string[], now: number, limit: number): Promise<readonly HookCall[]> {
    const sql = `SELECT * FROM ${this.#calls} c WHERE c.due_at IS NOT NULL AND c.due_at <= ? AND c.hook IN (${hooks.map(() => '?').join(', ')})
      AND NOT EXISTS (SELECT 1 FROM ${this.#calls} e WHERE e.hook = c.hook AND e.job_id = c.job_id AND e.seq < c.seq AND e.due_at IS NOT NULL)
      ORDER BY c.due_at, c.seq LIMIT ?`;
    return (await this.#store.query(sql, [now, ...hooks, limit])).map(callOf);
  }

  /** When the next call of these handlers is due; undefined when none is owed. */
  async nextDue(hooks: readonly string[]): Promise<number | undefined> {
    const sql = `SELECT MIN(due_at) AS due FROM ${this.#calls} WHERE hook IN (${hooks.map(() => '?').join(', ')})`;
    const [row] = hooks.length === 0 ? [] : await this.#store.query(sql, hooks);
    const due = row?.['due'] ?? null;
    return due === null ? undefined : Number(due);
  }

  /** Takes a call until then; refused when another process was quicker. */
  take({ seq, fence }: HookCall, until: number): Statement {
    return {
      sql: `UPDATE ${this.#calls} SET fence = fence + 1, attempts = attempts + 1, due_at = ? WHERE seq = ? AND fence = ?`,
      params: [until, seq, fence],
      expectChanges: 1,
    };
  }

  done({ seq, fence }: HookCall): Statement {
    return { sql: `DELETE FROM ${this.#calls} WHERE seq = ? AND fence = ?`, params: [seq, fence + 1] };
  }

  /** @param dueAt - undefined: not tried again */
  failed({ seq, fence }: HookCall, problem: string, dueAt: number | undefined): Statement {
    return {
      sql: `UPDATE ${this.#calls} SET due_at = ?, problem = ? WHERE seq = ? AND fence = ?`,
      params: [dueAt ?? null, problem, seq, fence + 1],
    };
  }
}

const notTold: ReadonlySet<JobState> = new Set(['queued', 'running']);

const listed = (states: readonly HookState[]): string => `,${states.join(',')},`;

const callOf = (row: Row): HookCall => ({
  seq: Number(row['seq']),
  hook: String(row['hook']),
  jobId: String(row['job_id']),
  state: String(row['state']) as HookState,
  attempts: Number(row['attempts']),
  fence: Number(row['fence']),
  changedAt: new Date(Number(row['created_at'])),
});
