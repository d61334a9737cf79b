import type { Row, SqlValue, Statement, Store } from '@zenodo-connect/nestjs';
import { type GatewayEvent, withSequence } from '../events/event.ts';

/** An event on its way to one subscriber, as the deliverer claims it. */
export interface Delivery {
  readonly seq: number;
  readonly eventId: string;
  readonly type: string;
  /** Empty for events that are about no job. */
  readonly jobId: string;
  readonly body: string;
  /** Tries before this one. */
  readonly attempts: number;
  readonly fence: number;
}

export type DeliveryState = 'pending' | 'delivered' | 'given_up';

/** An event as it was written, with its place in the order of all. */
export interface StoredEvent {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: Date;
}

/** Which events; every part that is given must hold. */
export interface EventQuery {
  readonly ids?: readonly string[] | undefined;
  /** Types, or groups such as `deposit.*`. */
  readonly types?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  /** Milliseconds since the epoch, the first of them included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly deliveredTo?: { readonly subscriber: string; readonly state: DeliveryState } | undefined;
}

/** What became of one event at one subscriber. */
export interface DeliveryEntry {
  readonly seq: number;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  readonly subscriber: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastStatus: number | undefined;
  readonly lastResult: string | undefined;
  readonly dueAt: Date;
  readonly updatedAt: Date;
}

export interface DeadLetterQuery {
  readonly limit: number;
  readonly subscriber?: string | undefined;
  readonly type?: string | undefined;
  /** Only those whose number is smaller. */
  readonly before?: number | undefined;
}

/** Events, and what became of each at each subscriber. Rows are made in the transaction of the job's change. */
export class Outbox {
  readonly #store: Store;
  readonly #events: string;
  readonly #deliveries: string;
  readonly #subscribers: string;
  readonly #replays: string;

  constructor(store: Store) {
    this.#store = store;
    this.#events = store.table('outbox');
    this.#deliveries = store.table('delivery');
    this.#subscribers = store.table('subscriber');
    this.#replays = store.table('replay');
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

  /** Due deliveries, at most one a subject: a later event of a subject waits for the earlier one. None to who is disabled or has a rest. */
  async due(subscriber: string, now: number, limit: number): Promise<readonly Delivery[]> {
    const rows = await this.#store.query(
      `SELECT d.seq, d.event_id, d.attempts, d.fence, o.seq AS place, o.body, o.type, o.job_id FROM ${this.#deliveries} d JOIN ${this.#events} o ON o.id = d.event_id
       WHERE d.subscriber = ? AND d.state = 'pending' AND d.due_at <= ? AND NOT EXISTS (
         SELECT 1 FROM ${this.#deliveries} e
         WHERE e.subscriber = d.subscriber AND e.subject = d.subject AND e.seq < d.seq AND e.state = 'pending')
       AND NOT EXISTS (SELECT 1 FROM ${this.#subscribers} s WHERE s.name = d.subscriber AND (s.disabled_at IS NOT NULL OR s.open_until > ?))
       ORDER BY d.due_at, d.seq LIMIT ?`,
      [subscriber, now, now, limit],
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
      // One of a replay that was stopped meanwhile is not tried again.
      sql: `UPDATE ${this.#deliveries} SET state = CASE WHEN ${
        end.state === 'pending'
          ? `EXISTS (
              SELECT 1 FROM ${this.#replays} r WHERE r.id = replay AND r.stopped_at IS NOT NULL)`
          : '1 = 0'
      }
              THEN COALESCE(state_before, 'given_up') ELSE ? END,
            attempts = attempts + 1, leased = 0, due_at = ?, last_status = ?, last_result = ?, updated_at = ?
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

  /** All that is kept for a subscriber that is no more. */
  forgetSubscriber(subscriber: string): Statement {
    return { sql: `DELETE FROM ${this.#deliveries} WHERE subscriber = ?`, params: [subscriber] };
  }

  /** Events in their order, after a place in it. */
  async events({
    after = 0,
    limit,
    ...wanted
  }: EventQuery & { readonly after?: number; readonly limit: number }): Promise<readonly StoredEvent[]> {
    const { where, params } = this.#matching(wanted);
    const rows = await this.#store.query(
      `SELECT o.seq, o.id, o.type, o.subject, o.body, o.created_at FROM ${this.#events} o WHERE o.seq > ? ${where} ORDER BY o.seq LIMIT ?`,
      [after, ...params, limit],
    );
    return rows.map(storedOf);
  }

  /** Of one subject, the latest first; `next` is the number that the page after it begins below, if there is one. */
  async latestOf(subject: string, { limit, before }: { readonly limit: number; readonly before?: number | undefined }) {
    const rows = await this.#store.query(
      `SELECT seq, id, type, subject, body, created_at FROM ${this.#events}
       WHERE subject = ?${before === undefined ? '' : ' AND seq < ?'} ORDER BY seq DESC LIMIT ?`,
      [subject, ...(before === undefined ? [] : [before]), limit + 1],
    );
    const events = rows.slice(0, limit).map(storedOf);
    return { events, next: rows.length > limit ? events.at(-1)?.seq : undefined };
  }

  async countEvents(wanted: EventQuery): Promise<number> {
    const { where, params } = this.#matching(wanted);
    const [row] = await this.#store.query(`SELECT COUNT(*) AS n FROM ${this.#events} o WHERE 1 = 1 ${where}`, params);
    return Number(row?.['n'] ?? 0);
  }

  async findEvent(id: string): Promise<StoredEvent | undefined> {
    const [row] = await this.#store.query(`SELECT seq, id, type, subject, body, created_at FROM ${this.#events} WHERE id = ?`, [id]);
    return row && storedOf(row);
  }

  /** The number of the newest event; 0 when there is none. */
  async lastSeq(): Promise<number> {
    const [row] = await this.#store.query(`SELECT MAX(seq) AS last FROM ${this.#events}`);
    return Number(row?.['last'] ?? 0);
  }

  #matching({ ids, types, subject, from, to, deliveredTo }: EventQuery): { readonly where: string; readonly params: readonly SqlValue[] } {
    const parts: string[] = [];
    const params: SqlValue[] = [];
    const when = (sql: string, ...values: readonly SqlValue[]): void => {
      parts.push(`AND ${sql}`);
      params.push(...values);
    };
    if (ids) when(`o.id IN (${ids.map(() => '?').join(', ')})`, ...ids);
    if (types) {
      const each = types.map((type) => (type === '*' ? '1 = 1' : type.endsWith('.*') ? 'substr(o.type, 1, ?) = ?' : 'o.type = ?'));
      const values = types.flatMap((type) => (type === '*' ? [] : type.endsWith('.*') ? [type.length - 1, type.slice(0, -1)] : [type]));
      when(`(${each.join(' OR ')})`, ...values);
    }
    if (subject !== undefined) when('o.subject = ?', subject);
    if (from !== undefined) when('o.created_at >= ?', from);
    if (to !== undefined) when('o.created_at < ?', to);
    if (deliveredTo) {
      const { subscriber, state } = deliveredTo;
      when(`EXISTS (SELECT 1 FROM ${this.#deliveries} d WHERE d.event_id = o.id AND d.subscriber = ? AND d.state = ?)`, subscriber, state);
    }
    return { where: parts.join(' '), params };
  }

  /** What became of an event at each subscriber. */
  async deliveriesOf(eventId: string): Promise<readonly DeliveryEntry[]> {
    const rows = await this.#store.query(this.#selectedEntries('d.event_id = ?'), [eventId, 1000]);
    return rows.map(entryOf);
  }

  /** Those that were given up, the latest first; `next` is the number that the page after it begins below, if there is one. */
  async deadLetters({ limit, subscriber, type, before }: DeadLetterQuery) {
    const parts: string[] = ["d.state = 'given_up'"];
    if (subscriber !== undefined) parts.push('d.subscriber = ?');
    if (type !== undefined) parts.push('o.type = ?');
    if (before !== undefined) parts.push('d.seq < ?');
    const params = [subscriber, type, before].filter((one) => one !== undefined);
    const rows = (await this.#store.query(this.#selectedEntries(parts.join(' AND ')), [...params, limit + 1])).map(entryOf);
    const deliveries = rows.slice(0, limit);
    return { deliveries, next: rows.length > limit ? deliveries.at(-1)?.seq : undefined };
  }

  #selectedEntries(where: string): string {
    return `SELECT d.*, o.type FROM ${this.#deliveries} d JOIN ${this.#events} o ON o.id = d.event_id WHERE ${where} ORDER BY d.seq DESC LIMIT ?`;
  }

  async countByState(): Promise<Readonly<Record<DeliveryState, number>>> {
    const rows = await this.#store.query(`SELECT state, COUNT(*) AS n FROM ${this.#deliveries} GROUP BY state`);
    const none = { pending: 0, delivered: 0, given_up: 0 };
    return { ...none, ...Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['n'])])) };
  }

  async count(subscriber: string, state: DeliveryState): Promise<number> {
    const [row] = await this.#store.query(`SELECT COUNT(*) AS n FROM ${this.#deliveries} WHERE subscriber = ? AND state = ?`, [
      subscriber,
      state,
    ]);
    return Number(row?.['n'] ?? 0);
  }
}

const storedOf = (row: Row): StoredEvent => ({
  seq: Number(row['seq']),
  id: String(row['id']),
  type: String(row['type']),
  subject: String(row['subject']),
  body: withSequence(String(row['body']), Number(row['seq'])),
  createdAt: new Date(Number(row['created_at'])),
});

const entryOf = (row: Row): DeliveryEntry => ({
  seq: Number(row['seq']),
  eventId: String(row['event_id']),
  type: String(row['type']),
  subject: String(row['subject']),
  subscriber: String(row['subscriber']),
  state: String(row['state']) as DeliveryState,
  attempts: Number(row['attempts']),
  lastStatus: row['last_status'] === null ? undefined : Number(row['last_status']),
  lastResult: row['last_result'] === null ? undefined : String(row['last_result']),
  dueAt: new Date(Number(row['due_at'])),
  updatedAt: new Date(Number(row['updated_at'])),
});

const deliveryOf = (row: Row): Delivery => ({
  seq: Number(row['seq']),
  eventId: String(row['event_id']),
  type: String(row['type']),
  jobId: String(row['job_id']),
  body: withSequence(String(row['body']), Number(row['place'])),
  attempts: Number(row['attempts']),
  fence: Number(row['fence']),
});
