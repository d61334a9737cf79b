import type { DepositJob, PutOff, Statement, Store } from '@zenodo-connect/nestjs';
import { StaleWriteError } from '@zenodo-connect/nestjs/thread';

const dayMs = 86_400_000;

/** What a route may publish in a UTC day. */
export interface Ceiling {
  readonly route: string;
  readonly perDay: number;
}

/** How much of a day is taken, and how many complete drafts wait for a later one. */
export interface CeilingState {
  readonly taken: number;
  readonly waiting: number;
}

/**
 * Counts what each route publishes a day, in the store: over restarts, and for all gateways on it together. What is beyond
 * the ceiling stands in line in the order in which it was received, and newcomers behind it.
 */
export class RouteCeilings {
  readonly #store: Store;
  readonly #days: string;
  readonly #taken: string;
  readonly #line: string;
  readonly #jobs: string;

  constructor(store: Store) {
    this.#store = store;
    this.#days = store.table('publish_day');
    this.#taken = store.table('publish_taken');
    this.#line = store.table('publish_line');
    this.#jobs = store.table('job');
  }

  /** Takes one of the day's publications for a job, or puts it in line and says until when it waits. A job that has one of the day takes no second one. */
  async take(jobId: string, { route, perDay }: Ceiling, now: number): Promise<PutOff | undefined> {
    const [account, day] = [accountOf(route), dayOf(now)];
    const named = 'account = ? AND day = ?';
    try {
      await this.#store.write([
        { sql: `INSERT INTO ${this.#days} (account, day, n) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`, params: [account, day] },
        // Locks the row: what the next statement counts is then what earlier ones have written.
        { sql: `UPDATE ${this.#days} SET n = n WHERE ${named}`, params: [account, day] },
        {
          sql: `UPDATE ${this.#days} SET n = n + 1 WHERE ${named} AND n + (${this.#ahead()}) < ?`,
          params: [account, day, ...this.#aheadParams(jobId, route, day), perDay],
          expectChanges: 1,
        },
        {
          sql: `INSERT INTO ${this.#taken} (account, day, deposit) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
          params: [account, day, jobId],
          expectChanges: 1,
        },
      ]);
      return undefined;
    } catch (error) {
      if (!(error instanceof StaleWriteError)) throw error;
      return (await this.#has(account, day, jobId)) ? undefined : this.#putOff(jobId, { route, perDay }, day);
    }
  }

  /** Gives back what a job took, on whatever day: nothing of it was published. */
  giveBack({ id, meta }: Pick<DepositJob, 'id' | 'meta'>): readonly Statement[] {
    const account = accountOf(String(meta['route']));
    const took = `SELECT day FROM ${this.#taken} WHERE account = ? AND deposit = ?`;
    return [
      { sql: `UPDATE ${this.#days} SET n = n - 1 WHERE account = ? AND day IN (${took})`, params: [account, account, id] },
      { sql: `DELETE FROM ${this.#taken} WHERE account = ? AND deposit = ?`, params: [account, id] },
    ];
  }

  async state(route: string, now: number): Promise<CeilingState> {
    const [row] = await this.#store.query(`SELECT n FROM ${this.#days} WHERE account = ? AND day = ?`, [accountOf(route), dayOf(now)]);
    const [line] = await this.#store.query(`SELECT COUNT(*) AS n FROM ${this.#inLine()}`, [route]);
    return { taken: Number(row?.['n'] ?? 0), waiting: Number(line?.['n'] ?? 0) };
  }

  /** The jobs in line, the first one first. */
  async line(route: string, limit: number): Promise<readonly string[]> {
    const sql = `SELECT e.id AS id FROM ${this.#inLine()} ORDER BY e.seq LIMIT ?`;
    return (await this.#store.query(sql, [route, limit])).map((row) => String(row['id']));
  }

  async #putOff(jobId: string, { route, perDay }: Ceiling, day: string): Promise<PutOff> {
    await this.#store.write([
      // Who left the line stands in nobody's way, and need not be kept.
      { sql: `DELETE FROM ${this.#line} WHERE route = ? AND job_id NOT IN (${this.#unfinished()})`, params: [route] },
      { sql: `INSERT INTO ${this.#line} (job_id, route) VALUES (?, ?) ON CONFLICT DO NOTHING`, params: [jobId, route] },
    ]);
    const [row] = await this.#store.query(this.#ahead(), this.#aheadParams(jobId, route, day));
    const place = Number(row?.['n'] ?? 0) + 1;
    const reason = `The recipe lets the route "${route}" publish ${perDay} a day (UTC), and today's are taken; this one is number ${place} of those that wait.`;
    return { until: new Date(Date.parse(day) + dayMs), reason };
  }

  async #has(account: string, day: string, jobId: string): Promise<boolean> {
    const sql = `SELECT 1 AS one FROM ${this.#taken} WHERE account = ? AND day = ? AND deposit = ?`;
    return (await this.#store.query(sql, [account, day, jobId])).length > 0;
  }

  #inLine(): string {
    return `${this.#line} l JOIN ${this.#jobs} e ON e.id = l.job_id WHERE l.route = ? AND e.state = 'waiting' AND e.waiting_for = 'ceiling'`;
  }

  #unfinished(): string {
    return `SELECT id FROM ${this.#jobs} WHERE state IN ('queued', 'running', 'waiting')`;
  }

  /** How many stand in line before a job and have not had their turn today. */
  #ahead(): string {
    return `SELECT COUNT(*) AS n FROM ${this.#line} l JOIN ${this.#jobs} e ON e.id = l.job_id JOIN ${this.#jobs} own ON own.id = ?
      WHERE l.route = ? AND e.seq < own.seq AND e.state IN ('queued', 'running', 'waiting')
      AND NOT EXISTS (SELECT 1 FROM ${this.#taken} t WHERE t.account = ? AND t.day = ? AND t.deposit = e.id)`;
  }

  #aheadParams(jobId: string, route: string, day: string): readonly string[] {
    return [jobId, route, accountOf(route), day];
  }
}

/** Among the accounts of core's guard, whose names begin with an address. */
const accountOf = (route: string): string => `route ${route}`;
const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
