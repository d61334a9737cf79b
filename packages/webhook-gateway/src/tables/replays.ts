import type { Row, Statement, Store } from '@zenodo-connect/nestjs';
import type { StoredEvent } from './outbox.ts';

/** Events that a person or a program let go to a subscriber again, all at once. */
export interface ReplayEntry {
  readonly id: string;
  readonly subscriber: string;
  /** Queueing while events are taken up, sending while some of them wait. */
  readonly state: 'queueing' | 'sending' | 'done' | 'stopped';
  /** How many were confirmed. */
  readonly count: number;
  readonly queued: number;
  /** Tried to the end: taken, or given up. */
  readonly sent: number;
  readonly waiting: number;
  readonly startedAt: Date;
  readonly stoppedAt: Date | undefined;
}

export interface ReplayQuery {
  readonly limit: number;
  readonly subscriber?: string | undefined;
  /** Only those behind this one; none behind one that there is not. */
  readonly after?: string | undefined;
}

/** Replays, so that one that was a slip can be stopped, and says then how much of it had left. */
export class Replays {
  readonly #store: Store;
  readonly #replays: string;
  readonly #deliveries: string;

  constructor(store: Store) {
    this.#store = store;
    this.#replays = store.table('replay');
    this.#deliveries = store.table('delivery');
  }

  async begin(id: string, subscriber: string, count: number, now: number): Promise<void> {
    const sql = `INSERT INTO ${this.#replays} (id, subscriber, count, started_at) VALUES (?, ?, ?, ?)`;
    await this.#store.write([{ sql, params: [id, subscriber, count, now] }]);
  }

  /**
   * Lets these events go to the subscriber again, or for the first time; what is on its way goes on.
   *
   * @param dueAt - nothing of it is sent before
   * @throws {StaleWriteError} on writing: the replay was stopped
   */
  queue(
    id: string,
    subscriber: string,
    events: readonly Pick<StoredEvent, 'id' | 'subject'>[],
    now: number,
    dueAt = now,
  ): readonly Statement[] {
    const each = events.flatMap(({ id: eventId, subject }) => [
      {
        sql: `UPDATE ${this.#deliveries} SET state_before = state, state = 'pending', attempts = 0, due_at = ?, updated_at = ?, replay = ?
              WHERE event_id = ? AND subscriber = ? AND state <> 'pending'`,
        params: [dueAt, now, id, eventId, subscriber],
      },
      {
        sql: `INSERT INTO ${this.#deliveries} (event_id, subscriber, subject, state, due_at, updated_at, replay)
              VALUES (?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT (event_id, subscriber) DO NOTHING`,
        params: [eventId, subscriber, subject, dueAt, now, id],
      },
    ]);
    return [
      {
        sql: `UPDATE ${this.#replays} SET queued = queued + ? WHERE id = ? AND stopped_at IS NULL`,
        params: [events.length, id],
        expectChanges: 1,
      },
      ...each,
    ];
  }

  /** All of it is queued. */
  async end(id: string, now: number): Promise<void> {
    await this.#store.write([{ sql: `UPDATE ${this.#replays} SET ended_at = ? WHERE id = ?`, params: [now, id] }]);
  }

  /** What still waits is as it was before; what is just being sent is not sent once more. Does nothing to one that is stopped. */
  async stop(id: string, now: number): Promise<void> {
    const waits = `replay = ? AND state = 'pending' AND leased = 0`;
    await this.#store.write([
      { sql: `UPDATE ${this.#replays} SET stopped_at = ? WHERE id = ? AND stopped_at IS NULL`, params: [now, id] },
      // One that failed once goes by what it was; one that never left, and was for nobody before, is none.
      { sql: `DELETE FROM ${this.#deliveries} WHERE ${waits} AND state_before IS NULL AND attempts = 0`, params: [id] },
      {
        sql: `UPDATE ${this.#deliveries} SET state = COALESCE(state_before, 'given_up'), updated_at = ? WHERE ${waits}`,
        params: [now, id],
      },
    ]);
  }

  async find(id: string): Promise<ReplayEntry | undefined> {
    const [found] = await this.#select(['r.id = ?'], [id], 1);
    return found;
  }

  /** The latest first; `next` is the one that the page after it begins behind, if there is one. */
  async list({ subscriber, after, limit }: ReplayQuery) {
    const conditions: string[] = [];
    if (subscriber !== undefined) conditions.push('r.subscriber = ?');
    if (after !== undefined)
      conditions.push(`EXISTS (SELECT 1 FROM ${this.#replays} a WHERE a.id = ?
        AND (r.started_at < a.started_at OR (r.started_at = a.started_at AND r.id > a.id)))`);
    const params = [subscriber, after].filter((one) => one !== undefined);
    const found = await this.#select(conditions, params, limit + 1);
    const replays = found.slice(0, limit);
    return { replays, next: found.length > limit ? replays.at(-1)?.id : undefined };
  }

  async #select(conditions: readonly string[], params: readonly string[], limit: number): Promise<readonly ReplayEntry[]> {
    const tried = `SELECT COUNT(*) FROM ${this.#deliveries} d WHERE d.replay = r.id AND`;
    const rows = await this.#store.query(
      `SELECT r.*, (${tried} d.state = 'pending') AS waiting, (${tried} d.state <> 'pending' AND d.attempts > 0) AS sent
       FROM ${this.#replays} r WHERE ${['1 = 1', ...conditions].join(' AND ')} ORDER BY r.started_at DESC, r.id LIMIT ?`,
      [...params, limit],
    );
    return rows.map(entryOf);
  }
}

function entryOf(row: Row): ReplayEntry {
  const waiting = Number(row['waiting']);
  const stopped = row['stopped_at'] !== null;
  return {
    id: String(row['id']),
    subscriber: String(row['subscriber']),
    state: stopped ? 'stopped' : row['ended_at'] === null ? 'queueing' : waiting > 0 ? 'sending' : 'done',
    count: Number(row['count']),
    queued: Number(row['queued']),
    sent: Number(row['sent']),
    waiting,
    startedAt: new Date(Number(row['started_at'])),
    stoppedAt: stopped ? new Date(Number(row['stopped_at'])) : undefined,
  };
}
