import type { WatchBatch, WatchSnapshot, WatchStore, ZenodoEvent } from '@zenodo-connect/core';
import type { Statement, Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';
import { EventTable } from './event-table.ts';

/** Rows of one INSERT; three parameters each. */
const rowsAtOnce = 200;

/**
 * Keeps a watcher's state in the module's store. What handlers are owed is written in the same transaction as the state that
 * saw it, so nothing is between an event and the knowledge of it.
 */
export class SqlWatchStore implements WatchStore {
  readonly #store: Store;
  readonly #watcher: string;
  readonly #now: () => number;
  readonly #events: EventTable;
  readonly #watchers: string;
  readonly #known: string;

  /** @param watcher - names its state in the store */
  constructor(store: Store, watcher: string, now: () => number = Date.now) {
    this.#store = store;
    this.#watcher = watcher;
    this.#now = now;
    this.#events = new EventTable(store);
    this.#watchers = store.table('watcher');
    this.#known = store.table('watch_known');
  }

  async load(): Promise<WatchSnapshot | undefined> {
    for (;;) {
      const before = await this.#state();
      if (!before) return undefined;
      const known = await this.#store.query(`SELECT known_key, value FROM ${this.#known} WHERE watcher = ?`, [this.#watcher]);
      const outgoing = await this.#events.outgoing(this.#watcher);
      // Three reads are no one look: another process may have written in between.
      if ((await this.#state())?.revision !== before.revision) continue;
      return { ...before, known: known.map((row) => [String(row['known_key']), String(row['value'])] as const), outgoing };
    }
  }

  async commit({ revision, cursor, known, outgoing, delivered }: WatchBatch): Promise<boolean> {
    const now = this.#now();
    const statements = [
      ...(revision === 1 ? [this.#beginning()] : []),
      {
        sql: `UPDATE ${this.#watchers} SET revision = ?, cursor = ? WHERE name = ? AND revision = ?`,
        params: [revision, cursor, this.#watcher, revision - 1],
        expectChanges: 1,
      },
      ...this.#forgotten(known),
      ...this.#learnt(known),
      ...this.#events.told(this.#watcher, delivered),
      ...outgoing.flatMap((event) => this.#events.add(this.#watcher, event, conceptOf(event), now, true)),
    ];
    return this.#store.write(statements).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StaleWriteError) return false;
        throw error;
      },
    );
  }

  async #state(): Promise<{ readonly revision: number; readonly cursor: string } | undefined> {
    const [row] = await this.#store.query(`SELECT revision, cursor FROM ${this.#watchers} WHERE name = ? AND revision > 0`, [
      this.#watcher,
    ]);
    return row && { revision: Number(row['revision']), cursor: String(row['cursor']) };
  }

  #beginning(): Statement {
    return {
      sql: `INSERT INTO ${this.#watchers} (name, revision, cursor) VALUES (?, 0, '') ON CONFLICT (name) DO NOTHING`,
      params: [this.#watcher],
    };
  }

  #forgotten(known: WatchBatch['known']): Statement[] {
    const keys = known.flatMap(([key, value]) => (value === null ? [key] : []));
    return chunks(keys).map((some) => ({
      sql: `DELETE FROM ${this.#known} WHERE watcher = ? AND known_key IN (${some.map(() => '?').join(', ')})`,
      params: [this.#watcher, ...some],
    }));
  }

  #learnt(known: WatchBatch['known']): Statement[] {
    // PostgreSQL takes a row once in a statement: of a key that is there twice the last one counts.
    const learnt = [...new Map(known)].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
    return chunks(learnt).map((some) => ({
      sql: `INSERT INTO ${this.#known} (watcher, known_key, value) VALUES ${some.map(() => '(?, ?, ?)').join(', ')}
            ON CONFLICT (watcher, known_key) DO UPDATE SET value = excluded.value`,
      params: some.flatMap(([key, value]) => [this.#watcher, key, value]),
    }));
  }
}

/** The concept that an event is about, by which handlers of some concepts are chosen. */
function conceptOf({ data }: ZenodoEvent): string {
  const { before, after } = data as { readonly before?: unknown; readonly after?: unknown };
  const parent = [after, before].map((state) =>
    typeof state === 'object' && state !== null ? Reflect.get(state, 'parent_id') : undefined,
  );
  return String(parent.find((id) => typeof id === 'string') ?? '');
}

function chunks<T>(all: readonly T[]): T[][] {
  const some: T[][] = [];
  for (let at = 0; at < all.length; at += rowsAtOnce) some.push(all.slice(at, at + rowsAtOnce));
  return some;
}
