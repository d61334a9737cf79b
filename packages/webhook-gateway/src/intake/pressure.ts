import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectStore, type Store } from '@zenodo-connect/nestjs';
import type { Settings } from '../config/settings.ts';
import { GATEWAY_SETTINGS } from '../gateway.tokens.ts';
import { Problem } from '../problems/problem.ts';
import { RecipeBook } from '../recipes/recipe-book.ts';
import { hasItsShare, placeOf } from './fair-share.ts';
import { storageFull } from './spool.ts';

const lookMs = 2_000;
/** Each so many jobs before it, the next one of a route stands a step further back. */
const jobsAStep = 10;

interface Waiting {
  readonly byRoute: ReadonlyMap<string, number>;
  readonly total: number;
  readonly oldestAt: number | undefined;
}

/** Says no, before a byte is read, when what waits is more than can be kept; and sees to it that no route and no tenant fills the queue of all. */
@Injectable()
export class Pressure {
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #book: Pick<RecipeBook, 'groupOf' | 'recipes'>;
  #waiting: Waiting = { byRoute: new Map(), total: 0, oldestAt: undefined };
  #lookAgainAt = 0;
  #looking: Promise<void> | undefined;
  #freeBytes = Infinity;
  readonly #running = new Map<string, number>();
  /** Taken in since the last look, and while it is being made. */
  #since = new Map<string, number>();
  #before: ReadonlyMap<string, number> = new Map();

  constructor(
    @InjectStore() store: Store,
    @Inject(GATEWAY_SETTINGS) settings: Settings,
    @Inject(RecipeBook) book: Pick<RecipeBook, 'groupOf' | 'recipes'>,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#book = book;
  }

  /**
   * Call the answer when the request is over.
   *
   * @param bytes - what the request announces
   * @throws {Problem} `too-busy`, `storage-full`, with when to come again; nothing was kept
   */
  async enter(route: string, bytes: number): Promise<() => void> {
    await this.#look();
    const { maxQueued, maxUploads, maxQueueAgeMs, minFreeBytes } = this.#settings.limits;
    if (this.#freeBytes - bytes < minFreeBytes) throw storageFull();
    const group = this.#book.groupOf(route);
    const uploads = [...this.#running.values()].reduce((sum, one) => sum + one, 0);
    const mine = this.#running.get(route) ?? 0;
    if (uploads >= maxUploads || hasItsShare({ route, group }, maxUploads, (one) => this.#running.get(one) ?? 0))
      throw busy(`${mine} uploads of the route ${route} run`, 5);
    if (this.#waiting.total >= maxQueued || hasItsShare({ route, group }, maxQueued, (one) => this.waitingOf(one)))
      throw busy(`${this.waitingOf(route)} files of the route ${route} wait for Zenodo`, 300);
    const { oldestAt } = this.#waiting;
    if (maxQueueAgeMs !== undefined && oldestAt !== undefined && Date.now() - oldestAt > maxQueueAgeMs)
      throw busy('The oldest file waits too long for Zenodo', 300);
    this.#running.set(route, mine + 1);
    return () => {
      const now = (this.#running.get(route) ?? 1) - 1;
      if (now > 0) this.#running.set(route, now);
      else this.#running.delete(route);
    };
  }

  /** The priority of the next job of a route: who has little waiting goes before who has much. */
  nextPriority(route: string): number {
    this.#since.set(route, (this.#since.get(route) ?? 0) + 1);
    const place = placeOf(route, this.#book, (one) => this.waitingOf(one));
    return -Math.min(1_000, Math.floor(place / jobsAStep));
  }

  waitingOf(route: string): number {
    return [this.#waiting.byRoute, this.#before, this.#since].reduce((sum, counts) => sum + (counts.get(route) ?? 0), 0);
  }

  async #look(): Promise<void> {
    if (Date.now() < this.#lookAgainAt) return;
    this.#looking ??= this.#lookNow()
      .catch((error: Error) => {
        // What cannot be counted refuses nobody; the store itself says no when it cannot write.
        const message = `What waits cannot be counted now: ${error.message}`;
        this.#settings.log({ time: new Date().toISOString(), level: 'error', kind: 'pressure', message });
      })
      .finally(() => {
        this.#looking = undefined;
      });
    // What was known is good enough while a look takes its time; only the first one is waited for.
    if (this.#lookAgainAt === 0) await this.#looking;
  }

  /**
   * Of indexes alone and a route at a time: on SQLite no file is acknowledged while one of these runs. A job knows its route by
   * its series, and one without a series by its files.
   */
  async #counted(): Promise<Waiting> {
    const [job, inbox] = [this.#store.table('job'), this.#store.table('inbox')];
    const unfinished = "state IN ('queued', 'running', 'waiting')";
    const ofRoute = `SELECT COUNT(*) AS n FROM ${job} WHERE account = 'default' AND substr(series, 1, ?) = ? AND ${unfinished}`;
    const alone = `SELECT i.route AS route, COUNT(*) AS n FROM ${job} j JOIN ${inbox} i ON i.job_id = j.id
                   WHERE j.account = 'default' AND j.series IS NULL AND j.${unfinished} GROUP BY i.route`;
    const first = (state: string): string => `(SELECT created_at FROM ${job} WHERE state = '${state}' ORDER BY seq LIMIT 1) AS ${state}`;
    const all = `SELECT (SELECT COUNT(*) FROM ${job} WHERE ${unfinished}) AS n, ${['queued', 'running', 'waiting'].map(first).join(', ')}`;
    const byRoute = new Map((await this.#store.query(alone)).map((row) => [String(row['route']), Number(row['n'])]));
    for (const { route } of this.#book.recipes) {
      const [row] = await this.#store.query(ofRoute, [route.length + 1, `${route}/`]);
      byRoute.set(route, (byRoute.get(route) ?? 0) + Number(row?.['n'] ?? 0));
    }
    const { n, ...times } = (await this.#store.query(all))[0] ?? {};
    const known = Object.values(times).filter((time) => time !== null);
    return { byRoute, total: Number(n ?? 0), oldestAt: known.length === 0 ? undefined : Math.min(...known.map(Number)) };
  }

  async #lookNow(): Promise<void> {
    const started = Date.now();
    try {
      const { bavail, bsize } = await statfs(this.#settings.spool);
      this.#freeBytes = bavail * bsize;
      this.#before = this.#since;
      this.#since = new Map();
      const waiting = await this.#counted();
      this.#before = new Map();
      this.#waiting = waiting;
    } finally {
      // A long queue takes long to count, so it is counted more rarely.
      this.#lookAgainAt = Date.now() + Math.max(lookMs, (Date.now() - started) * 50);
    }
  }
}

function busy(what: string, seconds: number): Problem {
  return new Problem(
    'too-busy',
    `${what}, and this gateway takes no more now; nothing was kept.`,
    `Keep the file and send it again in ${seconds} seconds.`,
    {
      headers: { 'retry-after': String(seconds) },
    },
  );
}
