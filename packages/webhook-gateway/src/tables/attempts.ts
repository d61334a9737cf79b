import type { Row, Statement, Store } from '@zenodo-connect/nestjs';

/** Milliseconds of the parts of one try; absent what did not happen, as on a connection that was open already. */
export interface Phases {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  readonly firstByte?: number;
}

/** One try to deliver one event. */
export interface AttemptEntry {
  readonly eventId: string;
  readonly subscriber: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly ms: number;
  readonly phases: Phases;
  /** The address that was connected to. */
  readonly address: string | undefined;
  readonly status: number | undefined;
  readonly result: string;
  /** At most 64 KiB of what was answered. */
  readonly answer: string | undefined;
  /** There was more. */
  readonly answerCut: boolean;
  readonly bodySha256: string;
}

export interface AttemptQuery {
  readonly subscriber: string;
  readonly eventId?: string | undefined;
  readonly limit?: number;
  /** Only those whose number is smaller. */
  readonly before?: number | undefined;
  /** Only those that no 2xx answered. */
  readonly failed?: boolean;
}

/** A piece of what is forgotten: others write between two. */
const atOnce = 500;

/** All tries, for whoever asks why an event did not arrive. */
export class Attempts {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store) {
    this.#store = store;
    this.#table = store.table('attempt');
  }

  /** @param forgetAt - when it is forgotten; undefined: when tries are that have no time of their own */
  insert(attempt: AttemptEntry, forgetAt?: number): Statement {
    const { eventId, subscriber, number, startedAt, ms, phases, address, status, result, answer, answerCut, bodySha256 } = attempt;
    return {
      sql: `INSERT INTO ${this.#table}
            (event_id, subscriber, number, started_at, ms, phases, address, status, result, answer, answer_cut, body_sha256, forget_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      params: [
        eventId,
        subscriber,
        number,
        startedAt.getTime(),
        ms,
        JSON.stringify(phases),
        address ?? null,
        status ?? null,
        result,
        answer ?? null,
        answerCut ? 1 : 0,
        bodySha256,
        forgetAt ?? null,
      ],
    };
  }

  /** The latest first; `next` is the number that the page after it begins below, if there is one. */
  async list({ subscriber, eventId, limit = 50, before, failed = false }: AttemptQuery) {
    const conditions = ['subscriber = ?'];
    if (eventId !== undefined) conditions.push('event_id = ?');
    if (before !== undefined) conditions.push('seq < ?');
    if (failed) conditions.push('(status IS NULL OR status NOT BETWEEN 200 AND 299)');
    const params = [subscriber, eventId, before].filter((one) => one !== undefined);
    const sql = `SELECT * FROM ${this.#table} WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`;
    const rows = await this.#store.query(sql, [...params, limit + 1]);
    const shown = rows.slice(0, limit);
    return { attempts: shown.map(attemptOf), next: rows.length > limit ? Number(shown.at(-1)?.['seq']) : undefined };
  }

  /** Forgets, in pieces, the tries whose own time is over, and those without one that are older. @param goesOn - asked before each piece */
  async forget(now: number, olderThan: number, goesOn: () => boolean = () => true): Promise<void> {
    await this.#forgetAll('forget_at <= ?', now, goesOn);
    await this.#forgetAll('forget_at IS NULL AND started_at < ?', olderThan, goesOn);
  }

  async #forgetAll(condition: string, time: number, goesOn: () => boolean): Promise<void> {
    const sql = `DELETE FROM ${this.#table} WHERE seq IN (SELECT seq FROM ${this.#table} WHERE ${condition} LIMIT ?)`;
    for (let changes = atOnce; changes === atOnce && goesOn(); ) {
      const [result] = await this.#store.write([{ sql, params: [time, atOnce] }]);
      changes = result?.changes ?? 0;
    }
  }
}

const attemptOf = (row: Row): AttemptEntry => ({
  eventId: String(row['event_id']),
  subscriber: String(row['subscriber']),
  number: Number(row['number']),
  startedAt: new Date(Number(row['started_at'])),
  ms: Number(row['ms']),
  phases: JSON.parse(String(row['phases'] ?? '{}')) as Phases,
  address: row['address'] === null ? undefined : String(row['address']),
  status: row['status'] === null ? undefined : Number(row['status']),
  result: String(row['result']),
  answer: row['answer'] === null ? undefined : String(row['answer']),
  answerCut: Number(row['answer_cut']) === 1,
  bodySha256: String(row['body_sha256']),
});
