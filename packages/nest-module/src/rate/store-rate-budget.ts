import {
  afterLanding,
  afterSending,
  LocalRateBudget,
  type RateBudget,
  type RatePermit,
  type RateTold,
  type RateWindow,
  unknownWindow,
  waitIn,
} from '@zenodo-connect/core';
import type { Store } from '../store/store.ts';
import { StaleWriteError } from '../store/store-errors.ts';

/** Calls of a process that gave no sign for so long are counted no more: it may have been killed. */
const forgottenAfterMs = 2 * 60_000;

interface Flights {
  readonly count: number;
  readonly at: number;
}

/** What the row of one key holds. */
interface Shared {
  readonly window: RateWindow;
  /** Calls on their way, by process. */
  readonly flights: Readonly<Record<string, Flights>>;
}

/**
 * A rate budget in the store, so that all processes on it keep one limit together: Zenodo counts by address and User-Agent.
 * While the store cannot be used, each process counts for itself.
 */
export class StoreRateBudget implements RateBudget {
  readonly #store: Store;
  readonly #owner: string;
  readonly #table: string;
  readonly #alone = new LocalRateBudget();
  /** Changes of one process go one after another; only other processes can be in their way. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param owner - names this process; the same one as another's makes their calls one count */
  constructor(store: Store, owner: string) {
    this.#store = store;
    this.#owner = owner;
    this.#table = store.table('rate');
  }

  async take(key: string, now: number): Promise<RatePermit> {
    try {
      return await this.#inTurn(() => this.#take(key, now));
    } catch {
      return this.#alone.take(key, now);
    }
  }

  async #take(key: string, now: number): Promise<RatePermit> {
    for (;;) {
      const { shared, version } = await this.#read(key, now);
      const waitMs = waitIn(shared.window, now);
      if (waitMs > 0) return { waitMs };
      const window = afterSending(shared.window, now);
      if (await this.#write(key, this.#with(shared, window, 1, now), version, now)) {
        return { waitMs: 0, landed: (told, at) => this.#landed(key, window.sent, told, at) };
      }
    }
  }

  /** What cannot be told is learnt from the next answer. */
  async #landed(key: string, sent: number, told: RateTold | null | undefined, now: number): Promise<void> {
    await this.#inTurn(async () => {
      for (;;) {
        const { shared, version } = await this.#read(key, now);
        const window = afterLanding(shared.window, sent, told, now);
        if (await this.#write(key, this.#with(shared, window, -1, now), version, now)) return;
      }
    }).catch(() => {});
  }

  #with({ flights }: Shared, window: RateWindow, change: 1 | -1, now: number): Shared {
    const count = Math.max(0, (flights[this.#owner]?.count ?? 0) + change);
    return { window, flights: { ...flights, [this.#owner]: { count, at: now } } };
  }

  async #read(key: string, now: number): Promise<{ readonly shared: Shared; readonly version: number }> {
    const [row] = await this.#store.query(`SELECT known, version FROM ${this.#table} WHERE budget_key = ?`, [key]);
    if (!row) return { shared: { window: unknownWindow, flights: {} }, version: 0 };
    const { window, flights } = JSON.parse(String(row['known'])) as Shared;
    const alive = Object.entries(flights).filter(([, { count, at }]) => count > 0 && now - at < forgottenAfterMs);
    const flying = alive.reduce((sum, [, { count }]) => sum + count, 0);
    return { shared: { window: { ...window, flying }, flights: Object.fromEntries(alive) }, version: Number(row['version']) };
  }

  /** False when another process was quicker. */
  async #write(key: string, shared: Shared, version: number, now: number): Promise<boolean> {
    const known = JSON.stringify(shared);
    const insert = `INSERT INTO ${this.#table} (budget_key, known, version, updated_at) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING`;
    const update = `UPDATE ${this.#table} SET known = ?, version = version + 1, updated_at = ? WHERE budget_key = ? AND version = ?`;
    const statement = version === 0 ? { sql: insert, params: [key, known, now] } : { sql: update, params: [known, now, key, version] };
    return this.#store.write([{ ...statement, expectChanges: 1 }]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StaleWriteError) return false;
        throw error;
      },
    );
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}
