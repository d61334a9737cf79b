import type { ZenodoEvent } from '@zenodo-connect/core';
import type { Row, Statement, Store } from '../store/store.ts';
import type { GatewayEvent } from './gateway-event.ts';

/** An event that a handler is owed. */
export interface EventCall {
  readonly seq: number;
  readonly handler: string;
  readonly event: ZenodoEvent | GatewayEvent;
  readonly attempts: number;
  readonly fence: number;
  readonly seenAt: Date;
}

/** A handler that failed for so long that it is not called any more for this event. */
export interface MissedEvent {
  readonly handler: string;
  readonly event: ZenodoEvent | GatewayEvent;
  /** How often it was called. */
  readonly attempts: number;
  readonly seenAt: Date;
  /** What it threw last, in words. */
  readonly problem: string;
}

export interface RegisteredHandler {
  readonly name: string;
  readonly watcher: string;
  /** Empty for all. */
  readonly types: readonly string[];
  /** Empty for all. */
  readonly concepts: readonly string[];
}

export interface StreamedEvent {
  readonly seq: number;
  readonly createdAt: number;
  readonly event: ZenodoEvent;
}

/** Events, and what handlers are owed of them. A call that was answered stays until its event is forgotten, so that a double is known as one. */
export class EventTable {
  readonly #store: Store;
  readonly #events: string;
  readonly #handlers: string;
  readonly #calls: string;

  constructor(store: Store) {
    this.#store = store;
    this.#events = store.table('watch_event');
    this.#handlers = store.table('watch_handler');
    this.#calls = store.table('watch_call');
  }

  /** Makes a handler known; it hears of what is seen from now on. */
  register({ name, watcher, types, concepts }: RegisteredHandler, now: number): Statement {
    return {
      sql: `INSERT INTO ${this.#handlers} (name, watcher, types, concepts, seen_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET watcher = excluded.watcher, types = excluded.types, concepts = excluded.concepts, seen_at = excluded.seen_at`,
      params: [name, watcher, listed(types), listed(concepts), now],
    };
  }

  /** An event with the calls that it owes; nothing when it is there. Events of others' watchers are other events. */
  add(watcher: string, event: ZenodoEvent | GatewayEvent, concept: string, now: number, outgoing: boolean): readonly Statement[] {
    const { id, type, subject } = event;
    return [
      {
        sql: `INSERT INTO ${this.#events} (watcher, id, type, subject, body, outgoing, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (watcher, id) DO NOTHING`,
        params: [watcher, id, type, subject, JSON.stringify(event), outgoing ? 1 : 0, now],
      },
      {
        sql: `INSERT INTO ${this.#calls} (handler, watcher, event_id, subject, due_at, created_at)
              SELECT name, watcher, ?, ?, ?, ? FROM ${this.#handlers}
              WHERE watcher = ? AND (types = '' OR types LIKE ?) AND (concepts = '' OR concepts LIKE ?)
              ON CONFLICT (handler, event_id) DO NOTHING`,
        params: [id, subject, now, now, watcher, `%,${type},%`, `%,${concept},%`],
      },
    ];
  }

  /** What a watcher has stored and not confirmed, in its order. */
  async outgoing(watcher: string): Promise<ZenodoEvent[]> {
    const rows = await this.#store.query(`SELECT body FROM ${this.#events} WHERE watcher = ? AND outgoing = 1 ORDER BY seq`, [watcher]);
    return rows.map(({ body }) => JSON.parse(String(body)) as ZenodoEvent);
  }

  told(watcher: string, ids: readonly string[]): readonly Statement[] {
    return ids.map((id) => ({ sql: `UPDATE ${this.#events} SET outgoing = 0 WHERE watcher = ? AND id = ?`, params: [watcher, id] }));
  }

  /** Due calls of these handlers; of one subject and handler the earlier first. */
  async due(handlers: readonly string[], now: number, limit: number): Promise<readonly EventCall[]> {
    const sql = `SELECT c.*, e.body FROM ${this.#calls} c JOIN ${this.#events} e ON e.watcher = c.watcher AND e.id = c.event_id
      WHERE c.due_at IS NOT NULL AND c.due_at <= ? AND c.handler IN (${handlers.map(() => '?').join(', ')})
      AND NOT EXISTS (SELECT 1 FROM ${this.#calls} f WHERE f.handler = c.handler AND f.subject = c.subject AND f.seq < c.seq AND f.due_at IS NOT NULL)
      ORDER BY c.due_at, c.seq LIMIT ?`;
    return (await this.#store.query(sql, [now, ...handlers, limit])).map(callOf);
  }

  /** When the next call of these handlers is due; undefined when none is owed. */
  async nextDue(handlers: readonly string[]): Promise<number | undefined> {
    const sql = `SELECT MIN(due_at) AS due FROM ${this.#calls} WHERE handler IN (${handlers.map(() => '?').join(', ')})`;
    const [row] = handlers.length === 0 ? [] : await this.#store.query(sql, handlers);
    const due = row?.['due'] ?? null;
    return due === null ? undefined : Number(due);
  }

  /** Takes a call until then; refused when another process was quicker. */
  take({ seq, fence }: EventCall, until: number): Statement {
    return {
      sql: `UPDATE ${this.#calls} SET fence = fence + 1, attempts = attempts + 1, due_at = ? WHERE seq = ? AND fence = ? AND due_at IS NOT NULL`,
      params: [until, seq, fence],
      expectChanges: 1,
    };
  }

  /** @param dueAt - undefined: not called again */
  settled({ seq, fence }: EventCall, problem: string | undefined, dueAt: number | undefined): Statement {
    return {
      sql: `UPDATE ${this.#calls} SET due_at = ?, problem = ? WHERE seq = ? AND fence = ?`,
      params: [dueAt ?? null, problem ?? null, seq, fence + 1],
    };
  }

  /** Events of before, unless somebody is still owed one; and handlers that no process has had since, with what they are owed. */
  forget(eventsBefore: number, handlersBefore: number): readonly Statement[] {
    const gone = `(SELECT name FROM ${this.#handlers} WHERE seen_at < ?)`;
    const owed = `SELECT 1 FROM ${this.#calls} c WHERE c.watcher = ${this.#events}.watcher AND c.event_id = ${this.#events}.id`;
    return [
      { sql: `DELETE FROM ${this.#calls} WHERE handler IN ${gone}`, params: [handlersBefore] },
      { sql: `DELETE FROM ${this.#handlers} WHERE seen_at < ?`, params: [handlersBefore] },
      { sql: `DELETE FROM ${this.#calls} WHERE due_at IS NULL AND created_at < ?`, params: [eventsBefore] },
      { sql: `DELETE FROM ${this.#events} WHERE outgoing = 0 AND created_at < ? AND NOT EXISTS (${owed})`, params: [eventsBefore] },
    ];
  }

  /** Calls that were given up, the latest first. */
  async missed(limit: number): Promise<readonly MissedEvent[]> {
    const sql = `SELECT c.*, e.body FROM ${this.#calls} c JOIN ${this.#events} e ON e.watcher = c.watcher AND e.id = c.event_id
      WHERE c.due_at IS NULL AND c.problem IS NOT NULL ORDER BY c.seq DESC LIMIT ?`;
    return (await this.#store.query(sql, [limit])).map((row) => {
      const { handler, event, attempts, seenAt } = callOf(row);
      return { handler, event, attempts, seenAt, problem: String(row['problem']) };
    });
  }

  /** Makes the given-up calls for an event due again. */
  callAgain(eventId: string, now: number): Statement {
    return {
      sql: `UPDATE ${this.#calls} SET due_at = ? WHERE event_id = ? AND due_at IS NULL AND problem IS NOT NULL`,
      params: [now, eventId],
    };
  }

  /** Events of watchers that were stored since then. */
  async since(createdAt: number, limit: number): Promise<readonly StreamedEvent[]> {
    const sql = `SELECT seq, body, created_at FROM ${this.#events} WHERE created_at >= ? AND watcher <> 'gateway' ORDER BY created_at, seq LIMIT ?`;
    const rows = await this.#store.query(sql, [createdAt, limit]);
    return rows.map((row) => ({
      seq: Number(row['seq']),
      createdAt: Number(row['created_at']),
      event: JSON.parse(String(row['body'])) as ZenodoEvent,
    }));
  }

  /** How many calls wait for their handlers, and since when the oldest does. */
  async backlog(): Promise<{ readonly owed: number; readonly oldestAt: Date | undefined }> {
    const [row] = await this.#store.query(
      `SELECT COUNT(*) AS owed, MIN(created_at) AS oldest FROM ${this.#calls} WHERE due_at IS NOT NULL`,
    );
    const oldest = row?.['oldest'] ?? null;
    return { owed: Number(row?.['owed'] ?? 0), oldestAt: oldest === null ? undefined : new Date(Number(oldest)) };
  }
}

const listed = (all: readonly string[]): string => (all.length === 0 ? '' : `,${all.join(',')},`);

const callOf = (row: Row): EventCall => ({
  seq: Number(row['seq']),
  handler: String(row['handler']),
  event: JSON.parse(String(row['body'])) as ZenodoEvent | GatewayEvent,
  attempts: Number(row['attempts']),
  fence: Number(row['fence']),
  seenAt: new Date(Number(row['created_at'])),
});
