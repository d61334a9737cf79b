import type { Pool, PoolClient, PoolConfig } from 'pg';
import type { Pg } from './load-pg.ts';
import { Places } from './places.ts';
import { failureOf, isLost } from './postgres-failures.ts';

/** Between two tries to reach the database. */
const pauseMs = 100;

/** A pool in which waiting for a busy connection and waiting for a lost database are two things. */
export class PostgresConnections {
  readonly #pool: Pool;
  readonly #places: Places;
  readonly #where: string;

  constructor(pg: Pg, config: PoolConfig & { readonly max: number }, where: string, onConnect: (client: PoolClient) => void = () => {}) {
    this.#places = new Places(config.max);
    this.#where = where;
    this.#pool = new pg.Pool(config);
    // An idle connection that breaks is replaced at its next use.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => {
      client.on('error', () => {});
      onConnect(client);
    });
  }

  /** Sends over a connection of its own; the failure is what `pg` said. Nothing was sent while the database is only waited for. */
  async use<T>(send: (client: PoolClient) => Promise<T>, patienceMs: number): Promise<Settled<T>> {
    const leave = await this.#places.take();
    try {
      const client = await this.#connect(Date.now() + patienceMs);
      const done = await settled(send(client));
      client.release(done.ok ? undefined : isLost(done.error));
      return done;
    } finally {
      leave();
    }
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  async #connect(until: number): Promise<PoolClient> {
    for (;;) {
      const connected = await settled(this.#pool.connect());
      if (connected.ok) return connected.value;
      if (!isLost(connected.error) || Date.now() + pauseMs > until) throw failureOf(connected.error, this.#where);
      await pause(pauseMs);
    }
  }
}

export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

const settled = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
