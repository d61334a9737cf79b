import { hash } from 'node:crypto';
import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

/** A file that was taken in. Small ones are in `body`, others in the spool under `spool`; neither once its bytes were let go. */
export interface InboxEntry {
  readonly id: string;
  readonly jobId: string;
  readonly route: string;
  readonly dataset: string;
  readonly file: string;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  readonly body: Uint8Array | undefined;
  readonly spool: string | undefined;
  readonly receivedAt: Date;
  /** When its bytes were let go. */
  readonly releasedAt?: Date | undefined;
}

export type Content = Pick<InboxEntry, 'route' | 'dataset' | 'file' | 'sha256'>;
type NamedBytes = Pick<InboxEntry, 'file' | 'sha256'>;

/**
 * The same bytes under the same name in the same dataset have the same id. Each part goes in with its length, so that no two differ in where they are cut.
 *
 * @param again - what asked for these bytes once more: another id
 */
export function contentId({ route, dataset, file, sha256 }: Content, again?: string): string {
  const parts = [route, dataset, file, sha256, ...(again === undefined ? [] : [again])];
  return hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part},`).join('')).slice(0, 40);
}

export class Inbox {
  readonly #store: Store;
  readonly #table: string;
  readonly #keys: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('inbox');
    this.#keys = store.table('idempotency');
  }

  /** Undoes its batch when the entry is there: the first of equal requests wins, whole. */
  insert(entry: InboxEntry): Statement {
    const { id, jobId, route, dataset, file, size, md5, sha256, body, spool, receivedAt } = entry;
    return {
      sql: `INSERT INTO ${this.#table} (id, job_id, route, dataset, file, size, md5, sha256, body, spool, received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      params: [id, jobId, route, dataset, file, size, md5, sha256, body ?? null, spool ?? null, receivedAt.getTime()],
      expectChanges: 1,
    };
  }

  /** Undoes its batch when the key names another content already. */
  bindKey(route: string, key: string, inboxId: string, now: number): readonly Statement[] {
    return [
      {
        sql: `INSERT INTO ${this.#keys} (route, idempotency_key, inbox_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        params: [route, key, inboxId, now],
      },
      {
        sql: `UPDATE ${this.#keys} SET inbox_id = inbox_id WHERE route = ? AND idempotency_key = ? AND inbox_id = ?`,
        params: [route, key, inboxId],
        expectChanges: 1,
      },
    ];
  }

  async find(id: string): Promise<InboxEntry | undefined> {
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE id = ?`, [id]);
    return row && entryOf(row);
  }

  /** The latest deposit of exactly these files, among the last twenty that had the first of them; looked up in one query. */
  async jobOf({
    route,
    dataset,
    files,
  }: Pick<Content, 'route' | 'dataset'> & { readonly files: readonly NamedBytes[] }): Promise<string | undefined> {
    const named = 'route = ? AND dataset = ? AND file = ? AND sha256 = ?';
    const inJob = `SELECT COUNT(*) FROM ${this.#table} WHERE job_id = latest.job_id`;
    const pairs = files.map(() => '(?, ?)').join(', ');
    const sql = `
      SELECT latest.job_id FROM (
        SELECT job_id, received_at FROM ${this.#table} WHERE ${named} ORDER BY received_at DESC LIMIT 20
      ) AS latest
      WHERE (${inJob}) = ? AND (${inJob} AND (file, sha256) IN (VALUES ${pairs})) = ?
      ORDER BY latest.received_at DESC LIMIT 1`;
    const [first] = files;
    const all = files.flatMap(({ file, sha256 }) => [file, sha256]);
    const [row] = await this.#store.query(sql, [route, dataset, first!.file, first!.sha256, files.length, ...all, files.length]);
    return row && String(row['job_id']);
  }

  /** The files of one deposit. */
  async ofJob(jobId: string): Promise<readonly InboxEntry[]> {
    return (await this.#store.query(`SELECT * FROM ${this.#table} WHERE job_id = ?`, [jobId])).map(entryOf);
  }

  /** The latest arrival under this name, whatever its bytes. */
  async lastUnder({ route, dataset, file }: Omit<Content, 'sha256'>): Promise<InboxEntry | undefined> {
    const named = 'route = ? AND dataset = ? AND file = ?';
    const [row] = await this.#store.query(`SELECT * FROM ${this.#table} WHERE ${named} ORDER BY received_at DESC LIMIT 1`, [
      route,
      dataset,
      file,
    ]);
    return row && entryOf(row);
  }

  async findByKey(route: string, key: string): Promise<InboxEntry | undefined> {
    const sql = `SELECT i.* FROM ${this.#table} i JOIN ${this.#keys} k ON k.inbox_id = i.id WHERE k.route = ? AND k.idempotency_key = ?`;
    const [row] = await this.#store.query(sql, [route, key]);
    return row && entryOf(row);
  }

  /** Lets the bytes of an entry go: those in the row at once, those in the spool when `released` is worked off. The row stays. */
  release(id: string, now: number): Statement {
    return { sql: `UPDATE ${this.#table} SET body = NULL, released_at = ? WHERE id = ? AND released_at IS NULL`, params: [now, id] };
  }

  /** Has the bytes of an entry let go at a time, if its deposit is then still left complete, failed or cancelled; or, with null, at none. */
  releaseAt(id: string, at: number | null): Statement {
    return { sql: `UPDATE ${this.#table} SET release_at = ? WHERE id = ? AND released_at IS NULL`, params: [at, id] };
  }

  /** Lets the bytes go whose time is over. */
  releaseDue(now: number): Statement {
    const still = `SELECT id FROM ${this.#store.table('job')} WHERE state IN ('left', 'failed', 'cancelled')`;
    const due = 'release_at IS NOT NULL AND release_at <= ? AND released_at IS NULL';
    return { sql: `UPDATE ${this.#table} SET body = NULL, released_at = ? WHERE ${due} AND job_id IN (${still})`, params: [now, now] };
  }

  /** Puts a fresh copy of the same bytes in the place of the one that is or was there; undone when those were let go since the deposit is done. */
  renew({ id, body, spool }: Pick<InboxEntry, 'id' | 'body' | 'spool'>): Statement {
    const failed = `SELECT id FROM ${this.#store.table('job')} WHERE state = 'failed'`;
    return {
      sql: `UPDATE ${this.#table} SET body = ?, spool = ?, released_at = NULL, release_at = NULL
            WHERE id = ? AND (released_at IS NULL OR job_id IN (${failed}))`,
      params: [body ?? null, spool ?? null, id],
      expectChanges: 1,
    };
  }

  /** Spool files that nobody needs any more and whose rows still name them. */
  async released(limit: number): Promise<readonly string[]> {
    const sql = `SELECT spool FROM ${this.#table} WHERE released_at IS NOT NULL AND spool IS NOT NULL LIMIT ?`;
    return (await this.#store.query(sql, [limit])).map((row) => String(row['spool']));
  }

  /** After the file was removed. */
  forgetSpool(name: string): Statement {
    return { sql: `UPDATE ${this.#table} SET spool = NULL WHERE spool = ? AND released_at IS NOT NULL`, params: [name] };
  }

  /** Spool files that are still needed. */
  async spoolNames(): Promise<ReadonlySet<string>> {
    const rows = await this.#store.query(`SELECT spool FROM ${this.#table} WHERE spool IS NOT NULL AND released_at IS NULL`);
    return new Set(rows.map((row) => String(row['spool'])));
  }
}

function entryOf(row: Row): InboxEntry {
  return {
    id: String(row['id']),
    jobId: String(row['job_id']),
    route: String(row['route']),
    dataset: String(row['dataset']),
    file: String(row['file']),
    size: Number(row['size']),
    md5: String(row['md5']),
    sha256: String(row['sha256']),
    body: row['body'] instanceof Uint8Array ? row['body'] : undefined,
    spool: row['spool'] === null ? undefined : String(row['spool']),
    receivedAt: new Date(Number(row['received_at'])),
    releasedAt: row['released_at'] === null ? undefined : new Date(Number(row['released_at'])),
  };
}
