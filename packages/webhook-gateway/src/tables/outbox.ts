import type { Row, Statement, Store } from '@zenodo-connect/nestjs';
import type { GatewayEvent } from '../events/event.ts';

/** An event on its way to one subscriber, as the deliverer claims it. */
export interface Delivery {
  readonly seq: number;
  readonly eventId: string;
  readonly body: string;
  /** Tries before this one. */
  readonly attempts: number;
  readonly fence: number;
}

export type DeliveryState = 'pending' | 'delivered' | 'given_up';

/** Events, and what became of each at each subscriber. Rows are made in the transaction of the job's change. */
export class Outbox {
  readonly #store: Store;
  readonly #events: string;
  readonly #deliveries: string;
  readonly #subscribers: string;

  constructor(store: Store) {
    this.#store = store;
    this.#events = store.table('outbox');
    this.#deliveries = store.table('delivery');
    this.#subscribers = store.table('subscriber');
  }

  /** Does nothing for an event that is there, since its id says that it is the same one. */
  insert({ id, type, subject, jobId, body }: GatewayEvent, subscribers: readonly string[], now: number): readonly Statement[] {
    const event = {
      sql: `INSERT INTO ${this.#events} (id, type, subject, job_id, body, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      params: [id, type, subject, jobId, body, now],
    };
    const deliveries = subscribers.map((subscriber) => ({
      sql: `INSERT INTO ${this.#deliveries} (event_id, subscriber, subject, state, due_at, updated_at)
            VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT (event_id, subscriber) DO NOTHING`,
      params: [id, subscriber, subject, now, now],
    }));
    return [event, ...deliveries];
  }

  /** Due deliveries, at most one a subject: a later event of a subject waits for the earlier one. None to who is disabled. */
  async due(subscriber: string, now: number, limit: number): Promise<readonly Delivery[]> {
    const rows = await this.#store.query(
      `SELECT d.seq, d.event_id, d.attempts, d.fence, o.body FROM ${this.#deliveries} d JOIN ${this.#events} o ON o.id = d.event_id
       WHERE d.subscriber = ? AND d.state = 'pending' AND d.due_at <= ? AND NOT EXISTS (
         SELECT 1 FROM ${this.#deliveries} e
         WHERE e.subscriber = d.subscriber AND e.subject = d.subject AND e.seq < d.seq AND e.state = 'pending')
       AND NOT EXISTS (SELECT 1 FROM ${this.#subscribers} s WHERE s.name = d.subscriber AND s.disabled_at IS NOT NULL)
       ORDER BY d.due_at, d.seq LIMIT ?`,
      [subscriber, now, limit],
    );
    return rows.map(deliveryOf);
  }

  /** Takes a delivery until `leaseUntil`; `settle` then needs the fence of this claim. */
  claim({ seq, fence }: Delivery, now: number, leaseUntil: number): Statement {
    return {
      sql: `UPDATE ${this.#deliveries} SET fence = fence + 1, leased = 1, due_at = ?, updated_at = ? WHERE seq = ? AND fence = ? AND state = 'pending'`,
      params: [leaseUntil, now, seq, fence],
      expectChanges: 1,
    };
  }

  settle(
    { seq, fence }: Delivery,
    end: { readonly state: DeliveryState; readonly dueAt: number; readonly status: number | undefined; readonly result: string },
    now: number,
  ): Statement {
    return {
      sql: `UPDATE ${this.#deliveries} SET state = ?, attempts = attempts + 1, leased = 0, due_at = ?, last_status = ?, last_result = ?, updated_at = ?
            WHERE seq = ? AND fence = ?`,
      params: [end.state, end.dueAt, end.status ?? null, end.result, now, seq, fence + 1],
      expectChanges: 1,
    };
  }

  /** Gives a claimed delivery back untried. */
  release({ seq, fence }: Delivery, now: number): Statement {
    return { sql: `UPDATE ${this.#deliveries} SET leased = 0, due_at = ? WHERE seq = ? AND fence = ?`, params: [now, seq, fence + 1] };
  }

  /** What an earlier life of this gateway was sending when it ended is due at once. */
  takeBack(now: number): Statement {
    return { sql: `UPDATE ${this.#deliveries} SET leased = 0, due_at = ? WHERE leased = 1`, params: [now] };
  }

  /** Lets everything that waits for this subscriber go now. */
  hurry(subscriber: string, now: number): Statement {
    return {
      sql: `UPDATE ${this.#deliveries} SET due_at = ? WHERE subscriber = ? AND state = 'pending' AND leased = 0`,
      params: [now, subscriber],
    };
  }

  async count(subscriber: string, state: DeliveryState): Promise<number> {
    const [row] = await this.#store.query(`SELECT COUNT(*) AS n FROM ${this.#deliveries} WHERE subscriber = ? AND state = ?`, [
      subscriber,
      state,
    ]);
    return Number(row?.['n'] ?? 0);
  }
}

const deliveryOf = (row: Row): Delivery => ({
  seq: Number(row['seq']),
  eventId: String(row['event_id']),
  body: String(row['body']),
  attempts: Number(row['attempts']),
  fence: Number(row['fence']),
});
