import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

/** Files of one dataset that wait for each other. Its id is also the job id of its inbox entries while it is open. */
export interface Gathering {
  readonly id: string;
  readonly route: string;
  readonly dataset: string;
  /** What was said of the files so far, and what the recipe makes of it. */
  readonly meta: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly openedAt: Date;
  /** When it ends by itself. */
  readonly dueAt: Date | undefined;
  /** What came of it; undefined while it is open. */
  readonly jobId: string | undefined;
  /** Grows with each change; a write that knows an older one is undone. */
  readonly fence: number;
}

export class Gatherings {
  readonly #store: Store;
  readonly #table: string;
  readonly #inbox: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('gathering');
    this.#inbox = store.table('inbox');
  }

  async find(id: string): Promise<Gathering | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE id = ?`, [id]);
    return row && gatheringOf(row);
  }

  async openOne(route: string, dataset: string): Promise<Gathering | undefined> {
    const sql = `SELECT * FROM ${this.#table} WHERE route = ? AND dataset = ? AND job_id IS NULL`;
    const [row] = await this.#store.query(sql, [route, dataset]);
    return row && gatheringOf(row);
  }

  async due(now: number): Promise<readonly Gathering[]> {
    const sql = `SELECT * FROM ${this.#table} WHERE job_id IS NULL AND due_at <= ? ORDER BY due_at LIMIT 50`;
    return (await this.#store.query(sql, [now])).map(gatheringOf);
  }

  /** Undoes its batch when the dataset has an open one already, or this one changed meanwhile. */
  keep({ id, route, dataset, meta, result, openedAt, dueAt, fence }: Gathering, isNew: boolean): Statement {
    const due = dueAt?.getTime() ?? null;
    const [metaText, resultText] = [JSON.stringify(meta), JSON.stringify(result)];
    if (isNew)
      return {
        sql: `INSERT INTO ${this.#table} (id, route, dataset, meta, result, opened_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        params: [id, route, dataset, metaText, resultText, openedAt.getTime(), due],
        expectChanges: 1,
      };
    return {
      sql: `UPDATE ${this.#table} SET meta = ?, result = ?, due_at = ?, fence = fence + 1 WHERE id = ? AND fence = ? AND job_id IS NULL`,
      params: [metaText, resultText, due, id, fence],
      expectChanges: 1,
    };
  }

  /** Ends it by a job; its entries are that job's from now on. Undoes its batch when it changed meanwhile. */
  end({ id, fence }: Pick<Gathering, 'id' | 'fence'>, jobId: string): readonly Statement[] {
    return [
      {
        sql: `UPDATE ${this.#table} SET job_id = ? WHERE id = ? AND fence = ? AND job_id IS NULL`,
        params: [jobId, id, fence],
        expectChanges: 1,
      },
      { sql: `UPDATE ${this.#inbox} SET job_id = ? WHERE job_id = ?`, params: [jobId, id] },
    ];
  }
}

const gatheringOf = (row: Row): Gathering => ({
  id: String(row['id']),
  route: String(row['route']),
  dataset: String(row['dataset']),
  meta: JSON.parse(String(row['meta'])) as Gathering['meta'],
  result: JSON.parse(String(row['result'])),
  openedAt: new Date(Number(row['opened_at'])),
  dueAt: row['due_at'] === null ? undefined : new Date(Number(row['due_at'])),
  jobId: row['job_id'] === null ? undefined : String(row['job_id']),
  fence: Number(row['fence']),
});
