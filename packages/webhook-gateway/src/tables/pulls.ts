import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

export interface PullFile {
  readonly url: string;
  readonly name: string;
}

/** Files that somebody told us of and that are still to be fetched. */
export interface PullEntry {
  readonly id: string;
  readonly route: string;
  readonly dataset: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly files: readonly PullFile[];
  /** SHA-256 of what told of them. */
  readonly sha256: string;
  readonly state: 'pending' | 'done' | 'failed';
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  /** What came of it. */
  readonly jobId: string | undefined;
  readonly problem: string | undefined;
}

/** What is still to be fetched, kept so that a restart goes on with it. */
export class Pulls {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('pull');
  }

  /** False when there is one of this id already. */
  async add({
    id,
    route,
    dataset,
    meta,
    files,
    sha256,
    receivedAt,
  }: Omit<PullEntry, 'state' | 'attempts' | 'dueAt' | 'jobId' | 'problem'>): Promise<boolean> {
    const sql = `INSERT INTO ${this.#table} (id, route, dataset, meta, files, sha256, state, received_at, due_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT (id) DO NOTHING`;
    const now = receivedAt.getTime();
    const params = [id, route, dataset ?? null, JSON.stringify(meta), JSON.stringify(files), sha256, now, now];
    const [result] = await this.#store.write([{ sql, params }]);
    return result?.changes === 1;
  }

  async find(id: string): Promise<PullEntry | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE id = ?`, [id]);
    return row && entryOf(row);
  }

  /** The oldest due one of each route: no route waits behind another's. */
  async due(now: number): Promise<readonly PullEntry[]> {
    const sql = `SELECT * FROM ${this.#table} p WHERE state = 'pending' AND due_at <= ? AND NOT EXISTS (
      SELECT 1 FROM ${this.#table} q WHERE q.state = 'pending' AND q.route = p.route AND q.due_at <= ? AND (q.due_at < p.due_at OR (q.due_at = p.due_at AND q.id < p.id)))
      ORDER BY due_at LIMIT 20`;
    return (await this.#store.query(sql, [now, now])).map(entryOf);
  }

  done(id: string, jobId: string): Statement {
    return { sql: `UPDATE ${this.#table} SET state = 'done', job_id = ?, problem = NULL WHERE id = ?`, params: [jobId, id] };
  }

  /** @param dueAt - when it is tried again; undefined gives it up */
  async setBack(id: string, problem: string, dueAt: number | undefined): Promise<void> {
    const sql = `UPDATE ${this.#table} SET state = ?, attempts = attempts + 1, due_at = COALESCE(?, due_at), problem = ? WHERE id = ?`;
    await this.#store.write([{ sql, params: [dueAt === undefined ? 'failed' : 'pending', dueAt ?? null, problem, id] }]);
  }

  /** Queues a failed one again. */
  async retry(id: string, now: number): Promise<void> {
    const sql = `UPDATE ${this.#table} SET state = 'pending', attempts = 0, due_at = ?, problem = NULL WHERE id = ? AND state = 'failed'`;
    await this.#store.write([{ sql, params: [now, id] }]);
  }
}

const textOf = (value: Row[string] | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));

const entryOf = (row: Row): PullEntry => ({
  id: String(row['id']),
  route: String(row['route']),
  dataset: textOf(row['dataset']),
  meta: JSON.parse(String(row['meta'])) as PullEntry['meta'],
  files: JSON.parse(String(row['files'])) as PullEntry['files'],
  sha256: String(row['sha256']),
  state: String(row['state']) as PullEntry['state'],
  attempts: Number(row['attempts']),
  receivedAt: new Date(Number(row['received_at'])),
  dueAt: new Date(Number(row['due_at'])),
  jobId: textOf(row['job_id']),
  problem: textOf(row['problem']),
});
