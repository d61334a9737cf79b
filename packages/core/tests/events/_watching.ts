import { type StandIn, startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  type Poll,
  undiciTransport,
  type Watcher,
  type WatchOptions,
  Zenodo,
  type ZenodoEvent,
  type ZenodoOptions,
} from '../../src/index.ts';
import { LocalRateBudget } from '../../src/transport/rate-budget.ts';
import { schemaProblems } from './_schema.ts';

/** A stand-in, and clients whose waiting turns a clock of their own. */
export interface Watching {
  readonly standIn: StandIn;
  readonly zenodo: Zenodo;
  readonly other: Zenodo;
  readonly guest: Zenodo;
  now(): number;
  advance(ms: number): void;
  watch(options: WatchOptions, zenodo?: Zenodo): Watcher;
  /** Polls over some minutes of that clock, and confirms what it gets. */
  over(watcher: Watcher, minutes: number): Promise<ZenodoEvent[]>;
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: Record<string, unknown> }>;
}

export function useWatching(): Watching {
  let standIn: StandIn;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const real = undiciTransport();
  const transport = {
    send: real.send.bind(real),
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      ahead += ms;
    },
  };
  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterEach(() => standIn.faults.clear());
  afterAll(() => standIn.close());
  const client = (token: string | undefined) =>
    new Zenodo({
      baseUrl: standIn.url,
      dataciteUrl: standIn.url,
      token,
      transport,
      now,
      random: () => 0,
      rateBudget: new LocalRateBudget(),
    } as ZenodoOptions);
  const clients = new Map<string, Zenodo>();
  const of = (name: 'owner' | 'other' | 'guest') => {
    const made = clients.get(name) ?? client(name === 'guest' ? undefined : standIn.tokens[name]);
    clients.set(name, made);
    return made;
  };
  return {
    get standIn() {
      return standIn;
    },
    get zenodo() {
      return of('owner');
    },
    get other() {
      return of('other');
    },
    get guest() {
      return of('guest');
    },
    now,
    advance: (ms) => {
      ahead += ms;
    },
    watch: (options, zenodo = of('owner')) => zenodo.watch({ share: 0.1, ...options }),
    async over(watcher, minutes) {
      const events: ZenodoEvent[] = [];
      for (const end = now() + minutes * 60_000; now() < end; ) {
        const poll: Poll = await watcher.poll({ maxCalls: 1 });
        for (const { at, error } of poll.failures) throw new Error(`at ${at}`, { cause: error });
        expect(poll.events.map(schemaProblems).filter(Boolean)).toEqual([]);
        events.push(...poll.events);
        await watcher.confirm();
        ahead += Math.min(Math.max(poll.waitMs, 1), Math.max(end - now(), 1));
      }
      return events;
    },
    async call(method, path, body, token = standIn.tokens.owner) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(standIn.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await response.text();
      if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
    },
  };
}
