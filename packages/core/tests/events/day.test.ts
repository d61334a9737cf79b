import { beforeAll, describe, expect, it } from 'vitest';
import {
  createZenodo,
  LocalRateBudget,
  MemoryWatchStore,
  type WatchBatch,
  type WatchOptions,
  type WatchStore,
  type ZenodoEvent,
} from '../../src/portable.ts';
import { schemaProblems } from './_schema.ts';
import { randomOf, Stream, StreamTransport, streamStart } from './_stream.ts';

const hour = 3_600_000;

/** Dies before or after a commit, as a killed process does. */
class DyingStore implements WatchStore {
  readonly #inner: WatchStore;
  readonly #random: () => number;
  constructor(inner: WatchStore, random: () => number) {
    this.#inner = inner;
    this.#random = random;
  }
  load() {
    return this.#inner.load();
  }
  async commit(batch: WatchBatch) {
    const die = this.#random();
    if (die < 0.01) throw new Error('killed before the commit');
    const done = await this.#inner.commit(batch);
    if (die > 0.99) throw new Error('killed after the commit');
    return done;
  }
}

interface Told {
  readonly event: ZenodoEvent;
  readonly at: number;
}

/** Watches the stream until some hours after its end; with kills, pauses and a clock that is wrong if they are wanted. */
async function observe(stream: Stream, options: WatchOptions, { kills = 0, seed = 1, skewMs = (_at: number): number => 0 } = {}) {
  const random = randomOf(seed);
  const transport = new StreamTransport(stream);
  const kept = new MemoryWatchStore();
  const told: Told[] = [];
  let restarts = 0;
  const start = () => {
    const zenodo = createZenodo({
      baseUrl: 'https://stream.example',
      token: 'token',
      transport,
      now: () => transport.time + skewMs(transport.time),
      rateBudget: new LocalRateBudget(),
    });
    return zenodo.watch({ ...options, store: kills > 0 ? new DyingStore(kept, random) : kept });
  };
  let watcher = start();
  const until = stream.end + 12 * hour;
  while (transport.time < until) {
    const polled = await watcher.poll({ maxCalls: 1 }).then(
      (poll) => poll,
      () => undefined,
    );
    told.push(...(polled?.events ?? []).map((event) => ({ event, at: transport.time })));
    const isKilled = polled === undefined || random() < kills;
    const isDone =
      !isKilled &&
      (await watcher.confirm().then(
        () => true,
        () => false,
      ));
    if (isDone) {
      transport.time += polled.waitMs;
      continue;
    }
    restarts += 1;
    transport.time += random() * 20 * 60_000;
    watcher = start();
  }
  return { told, calls: transport.calls, restarts, elapsedHours: (transport.time - streamStart) / hour };
}

const idsOf = (told: readonly Told[]) => new Set(told.map(({ event }) => event.id));
/** What an event is about, apart from its id. */
const happeningOf = ({ type, subject, data }: ZenodoEvent) => {
  const after = data.after as { revision_id?: number } | null;
  return `${type} ${subject} ${type.endsWith('.changed') ? after?.revision_id : ''}`;
};

const plan = { seed: 7, records: 3000, hours: 24, perMinute: 2, lagMs: [500, 90_000] } as const;

describe('a day of changes, some of them late in the index', () => {
  let stream: Stream;
  let calm: Awaited<ReturnType<typeof observe>>;
  let killed: Awaited<ReturnType<typeof observe>>;
  beforeAll(async () => {
    stream = new Stream(plan);
    calm = await observe(stream, { sources: [{ kind: 'query' }] });
    // The clock is an hour ahead, then two behind, then right.
    const skewMs = (at: number) => (at < streamStart + 6 * hour ? hour : at < streamStart + 12 * hour ? -2 * hour : 0);
    killed = await observe(stream, { sources: [{ kind: 'query' }] }, { kills: 0.01, seed: 3, skewMs });
  }, 120_000);

  /** What an observer owes: publications and edits by their revision, deletions of what it had seen before. */
  const owed = () => {
    const seen = new Set<string>();
    return stream.changes.flatMap(({ kind, id, revision }) => {
      const wasSeen = seen.has(id);
      if (kind !== 'include' && kind !== 'remove') seen.add(id);
      if (kind === 'publish') return [`record.published ${id} `];
      if (kind === 'version') return [`version.published ${id} `];
      if (kind === 'edit') return [`metadata.changed ${id} ${revision}`];
      return kind === 'delete' && wasSeen ? [`record.deleted ${id} `] : [];
    });
  };

  it('is told whole', () => {
    const told = new Set(calm.told.map(({ event }) => happeningOf(event)));
    expect(owed().filter((one) => !told.has(one))).toEqual([]);
    expect([...told].filter((one) => !owed().includes(one))).toEqual([]);
    expect(stream.changes.filter(({ kind }) => kind === 'delete').length).toBeGreaterThan(20);
  });

  it('is told whole by a watcher that is killed all the time and has a wrong clock, with the same ids', () => {
    const told = new Set(killed.told.map(({ event }) => happeningOf(event)));
    expect(killed.restarts).toBeGreaterThan(50);
    expect(owed().filter((one) => !told.has(one))).toEqual([]);
    expect(idsOf(killed.told)).toEqual(idsOf(calm.told));
  });

  it('has one id for each change, however often it is told', () => {
    const all = [...calm.told, ...killed.told];
    expect(killed.told.length).toBeGreaterThan(idsOf(killed.told).size);
    expect(new Set(all.map(({ event }) => happeningOf(event))).size).toBe(idsOf(all).size);
  });

  it('is told in the form of the published schema', () => {
    expect(calm.told.map(({ event }) => schemaProblems(event)).filter(Boolean)).toEqual([]);
  });

  it('costs at most 180 calls an hour', () => {
    expect(calm.calls / calm.elapsedHours).toBeLessThanOrEqual(180);
    expect(killed.calls / killed.elapsedHours).toBeLessThanOrEqual(180);
  });
});

describe('a day in a community', () => {
  it('shows who was taken in and who left, though no record was touched', async () => {
    const stream = new Stream({ ...plan, seed: 11 });
    const { told } = await observe(stream, { sources: [{ kind: 'community', community: 'streamed' }] }, { kills: 0.005, seed: 5 });
    // Kept apart from deletions, and not within the first walk, which takes what it finds as known.
    const moved = stream.changes.filter(({ kind, at }) => (kind === 'include' || kind === 'remove') && at > streamStart + hour);
    const parents = new Map(told.map(({ event }) => [event.subject, event]));
    const types = new Set(told.map(({ event }) => `${event.type} ${event.subject}`));
    const missed = moved.filter(
      ({ kind, id }) => !types.has(`community.record.${kind === 'include' ? 'added' : 'removed'} ${String(Number(id) - 1)}`),
    );
    expect(moved.length).toBeGreaterThan(50);
    expect(parents.size).toBeGreaterThan(50);
    expect(missed).toEqual([]);
  }, 180_000);
});

describe('a backlog of many pages', () => {
  it('is read whole, in slices', async () => {
    const stream = new Stream({ seed: 5, records: 500, hours: 4, perMinute: 60, lagMs: [0, 1000] });
    const transport = new StreamTransport(stream, 300, stream.end + hour);
    const zenodo = createZenodo({
      baseUrl: 'https://stream.example',
      token: 'token',
      transport,
      now: () => transport.time,
      rateBudget: new LocalRateBudget(),
    });
    const watcher = zenodo.watch({ sources: [{ kind: 'query' }], since: new Date(streamStart) });
    const published = stream.changes.filter(({ kind }) => kind === 'publish' || kind === 'version');
    const told = new Set<string>();
    while (told.size < published.length && transport.calls < 1000) {
      const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
      for (const { type, subject } of events) if (type.endsWith('.published')) told.add(subject);
      await watcher.confirm();
      transport.time += waitMs;
    }
    expect(published.length).toBeGreaterThan(5000);
    expect(published.filter(({ id }) => !told.has(id))).toEqual([]);
    // Some 14,000 changes: 140 pages of a hundred at the least.
    expect(transport.calls).toBeLessThan(350);
  }, 180_000);
});
