import { describe, expect, it } from 'vitest';
import {
  createZenodo,
  LocalRateBudget,
  MemoryWatchStore,
  type TransportReply,
  type TransportRequest,
  type WatchBatch,
  type WatchOptions,
  type WatchStore,
  type ZenodoEvent,
} from '../../src/portable.ts';
import { Stream, StreamTransport, streamStart } from './_stream.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const token = 'a-very-secret-token';
const hour = 3_600_000;
const stream = new Stream({ seed: 21, records: 200, hours: 6, perMinute: 2, lagMs: [0, 1000] });

/** A stream that can be made to answer something else. */
class Interrupted extends StreamTransport {
  answer: (request: TransportRequest) => Partial<TransportReply> | Error | undefined = () => undefined;

  override async send(request: TransportRequest): Promise<TransportReply> {
    const instead = this.answer(request);
    const reply = await super.send(request);
    if (instead instanceof Error) throw instead;
    return instead ? { ...reply, body: {}, ...instead } : reply;
  }
}

function setUp(options: Partial<WatchOptions> = {}) {
  const transport = new Interrupted(stream);
  const clock = { aheadMs: 0 };
  const zenodo = createZenodo({
    baseUrl: 'https://stream.example',
    token,
    transport,
    now: () => transport.time + clock.aheadMs,
    rateBudget: new LocalRateBudget(),
  });
  const open = (more: Partial<WatchOptions> = {}) => zenodo.watch({ sources: [{ kind: 'query' }], ...options, ...more });
  return { transport, clock, open, watcher: open() };
}

async function over(transport: StreamTransport, watcher: ReturnType<ReturnType<typeof setUp>['open']>, hours: number) {
  const events: ZenodoEvent[] = [];
  const failures: unknown[] = [];
  for (const until = transport.time + hours * hour; transport.time < until; ) {
    const poll = await watcher.poll({ maxCalls: 1 });
    events.push(...poll.events);
    failures.push(...poll.failures);
    await watcher.confirm();
    transport.time += Math.max(poll.waitMs, 1);
  }
  return { events, failures };
}
const published = (from: number, to: number) =>
  stream.changes.filter(({ kind, at }) => kind === 'publish' && at > from + 60_000 && at < to - 300_000).map(({ id }) => id);
const subjects = (events: readonly ZenodoEvent[]) =>
  new Set(events.filter(({ type }) => type === 'record.published').map(({ subject }) => subject));

describe('a poll', () => {
  it('makes as many calls as it may, and none without time', async () => {
    const { watcher, transport } = setUp();
    expect((await watcher.poll({ budgetMs: 0 })).calls).toBe(0);
    expect((await watcher.poll({ maxCalls: 1 })).calls).toBe(1);
    expect(transport.calls).toBe(1);
  });

  it('does what is due and says when there is more', async () => {
    const { watcher, transport } = setUp();
    const first = await watcher.poll();
    expect(first.waitMs).toBeGreaterThan(0);
    expect((await watcher.poll()).calls).toBe(0);
    transport.time += first.waitMs;
    expect((await watcher.poll()).calls).toBe(1);
  });

  it('waits for the one before it', async () => {
    const { transport, open } = setUp();
    const watcher = open({ share: 1 });
    const told = new Set<string>();
    while (transport.time < streamStart + hour) {
      const polls = await Promise.all([watcher.poll(), watcher.poll(), watcher.confirm([]), watcher.poll()]);
      for (const poll of polls) if (poll) for (const { subject } of poll.events) told.add(subject);
      await watcher.confirm();
      transport.time += 30_000;
    }
    expect(published(streamStart, transport.time).filter((id) => !told.has(id))).toEqual([]);
  });

  it('that is ended in the middle of a call counts as no failure', async () => {
    const { watcher, transport } = setUp();
    const stop = new AbortController();
    const reason = new Error('enough');
    transport.answer = () => {
      stop.abort(reason);
      return reason;
    };
    await expect(watcher.poll({ signal: stop.signal })).rejects.toBe(reason);
    transport.answer = () => undefined;
    expect((await watcher.poll({ maxCalls: 1 })).calls).toBe(1);
  });

  it('ends with the reason of its signal', async () => {
    const { watcher } = setUp();
    const reason = new Error('enough');
    await expect(watcher.poll({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('looks for nothing more while a thousand events wait to be confirmed, and goes on then', async () => {
    const { watcher, transport } = setUp({ since: new Date(streamStart - 300 * 24 * hour) });
    transport.time = streamStart + 6 * hour;
    const known = new Set<string>();
    for (let polls = 0; polls < 100; polls++) {
      const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
      for (const { id } of events) known.add(id);
      transport.time += Math.max(waitMs, 1);
    }
    const waiting = (await watcher.poll()).events.length;
    expect(waiting).toBeLessThan(1200);
    const calls = transport.calls;
    await watcher.poll();
    expect(transport.calls).toBe(waiting >= 1000 ? calls : transport.calls);
  });
});

describe('several sources', () => {
  it('share the rate, and where nothing happens is looked at more rarely', async () => {
    const { transport, open } = setUp();
    const watcher = open({ sources: [{ kind: 'query' }, { kind: 'requests' }, { kind: 'requests', community: 'quiet' }] });
    transport.answer = ({ url }) => (url.includes('/requests') ? { status: 200, body: { hits: { hits: [], total: 0 } } } : undefined);
    await over(transport, watcher, 2);
    const [calls, counted] = [transport.calls, new Map<boolean, number>()];
    transport.answer = ({ url }) => {
      const isQuiet = url.includes('/requests');
      counted.set(isQuiet, (counted.get(isQuiet) ?? 0) + 1);
      return isQuiet ? { status: 200, body: { hits: { hits: [], total: 0 } } } : undefined;
    };
    await over(transport, watcher, 1);
    expect(transport.calls - calls).toBeLessThanOrEqual(180);
    expect(counted.get(false)).toBeGreaterThan(105);
    expect(counted.get(true)).toBeLessThan(70);
    expect(counted.get(true)).toBeGreaterThan(40);
  });
});

describe('trouble', () => {
  it.each([
    ['a gateway in trouble', { status: 502, body: '<html>' }],
    ['a cut connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['an answer that is none', { status: 200, body: '<html>' }],
    ['a rate limit', { status: 429, headers: { 'retry-after': '60' } }],
  ])('for an hour (%s) loses nothing, and few calls are spent on it', async (_name, answer) => {
    const { watcher, transport } = setUp();
    await over(transport, watcher, 0.2);
    const from = transport.time;
    transport.answer = () => answer;
    const bad = await over(transport, watcher, 1);
    transport.answer = () => undefined;
    const { events } = await over(transport, watcher, 1);
    expect(bad.failures.length).toBeGreaterThan(0);
    expect(bad.failures.length).toBeLessThan(80);
    const told = subjects([...bad.events, ...events]);
    expect(published(from, transport.time).filter((id) => !told.has(id))).toEqual([]);
  });

  it('of one odd record does not keep it from the others', async () => {
    const { watcher, transport } = setUp();
    await over(transport, watcher, 0.2);
    const from = transport.time;
    const odd = [null, 'text', { id: '1' }, { id: '2', created: 'never', updated: 'never', revision_id: 1, parent: { id: '1' } }];
    const bare = (at: number) => ({ id: '9999999', created: iso(at), updated: iso(at), revision_id: 1, parent: { id: '9999998' } });
    transport.answer = (request) => {
      const { body } = stream.answer(request, transport.time) as { body: { hits?: { hits: unknown[]; total: number } } };
      if (!body.hits) return undefined;
      return {
        status: 200,
        body: { hits: { hits: [...odd, ...body.hits.hits, bare(from + 1000)], total: body.hits.total + odd.length + 1 } },
      };
    };
    const { events, failures } = await over(transport, watcher, 1);
    expect(failures).toEqual([]);
    const told = subjects(events);
    expect(told).toContain('9999999');
    expect(published(from, transport.time).filter((id) => !told.has(id))).toEqual([]);
  });

  it('of one source does not hold up another', async () => {
    const { transport, open } = setUp();
    const watcher = open({ sources: [{ kind: 'query' }, { kind: 'community', community: 'streamed' }] });
    await over(transport, watcher, 0.2);
    const from = transport.time;
    transport.answer = ({ url }) => (url.includes('/communities/') ? { status: 503 } : undefined);
    const { events, failures } = await over(transport, watcher, 1);
    expect(failures.length).toBeGreaterThan(2);
    const told = subjects(events);
    expect(published(from, transport.time).filter((id) => !told.has(id))).toEqual([]);
  });

  it('of a clock that is set back by a day does not stop it', async () => {
    const { watcher, transport, clock } = setUp();
    await over(transport, watcher, 0.5);
    const from = transport.time;
    clock.aheadMs = -24 * hour;
    const { events } = await over(transport, watcher, 1);
    const told = subjects(events);
    expect(published(from, transport.time).filter((id) => !told.has(id))).toEqual([]);
  });
});

describe('records that no search shows', () => {
  it('cost few calls, and their deletion is found all the same', async () => {
    const { transport, open } = setUp();
    const hidden = new Set(stream.concepts(40).map((id) => String(Number(id) + 1)));
    const watcher = open({ sources: [{ kind: 'concepts', ids: stream.concepts(40) }] });
    await over(transport, watcher, 0.2);
    let direct = 0;
    let gone = '';
    transport.answer = (request) => {
      const id = /\/records\/(\d+)$/.exec(request.url)?.[1];
      if (id !== undefined) direct += 1;
      if (id !== undefined && id === gone) return { status: 410, body: { status: 410 } };
      return request.query?.['q']?.toString().startsWith('id:') ? { status: 200, body: { hits: { hits: [], total: 0 } } } : undefined;
    };
    await over(transport, watcher, 3);
    const first = direct;
    await over(transport, watcher, 4);
    expect(first).toBeGreaterThanOrEqual(35);
    expect(direct - first).toBeLessThan(25);
    [gone = ''] = hidden;
    const { events } = await over(transport, watcher, 24);
    expect(events.filter(({ type }) => type === 'record.deleted').map(({ subject }) => subject)).toEqual([gone]);
  });
});

describe('two watchers of one store', () => {
  it('give way to each other: nothing is lost, and each event has one id', async () => {
    const store = new MemoryWatchStore();
    const { transport, open } = setUp();
    const watchers = [open({ store }), open({ store })];
    const told: ZenodoEvent[] = [];
    for (let polls = 0; transport.time < streamStart + 2 * hour; polls++) {
      const watcher = watchers[polls % 2]!;
      const { events, waitMs } = await watcher.poll({ maxCalls: 1 });
      told.push(...events);
      await watcher.confirm();
      transport.time += Math.max(waitMs, 5000);
    }
    const all = subjects(told);
    expect(published(streamStart, transport.time).filter((id) => !all.has(id))).toEqual([]);
  });
});

describe('a run', () => {
  it('delivers again what was refused, and confirms what was taken', async () => {
    const { watcher, transport } = setUp();
    const seen: string[] = [];
    let refused = 0;
    const stop = new AbortController();
    const ended = watcher.run({
      signal: stop.signal,
      deliver: (events) => {
        if (seen.length > 0 && refused++ < 2) throw new Error('not now');
        seen.push(...events.map(({ id }) => id));
        if (transport.time > streamStart + hour) stop.abort(new Error('done'));
      },
    });
    await expect(ended).rejects.toThrow('done');
    expect(refused).toBeGreaterThan(2);
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('ends with what deliver threw three times in a row, when nobody is told of it', async () => {
    const { watcher } = setUp();
    let tries = 0;
    const ended = watcher.run({
      deliver: () => {
        tries += 1;
        throw new Error('the database is gone');
      },
    });
    await expect(ended).rejects.toThrow('the database is gone');
    expect(tries).toBe(3);
  });

  it('goes on by itself after a store that was full for an hour, and tells of it', async () => {
    const store = new MemoryWatchStore();
    const { transport, open } = setUp();
    const isFull = () => transport.time > streamStart + hour && transport.time < streamStart + 2 * hour;
    const full: WatchStore = {
      load: () => store.load(),
      commit: (batch) => (isFull() ? Promise.reject(new Error('the disk is full')) : store.commit(batch)),
    };
    const told: ZenodoEvent[] = [];
    const failures: unknown[] = [];
    const stop = new AbortController();
    const ended = open({ store: full }).run({
      signal: stop.signal,
      deliver: (events) => {
        told.push(...events);
        if (transport.time > streamStart + 3 * hour) stop.abort(new Error('done'));
      },
      onFailure: ({ error }) => failures.push(error),
    });
    await expect(ended).rejects.toThrow('done');
    expect(failures.length).toBeGreaterThan(3);
    expect(failures.length).toBeLessThan(150);
    const all = subjects(told);
    expect(published(streamStart, streamStart + 3 * hour).filter((id) => !all.has(id))).toEqual([]);
  });

  it('ends at once with what cannot heal', async () => {
    const { transport, open } = setUp();
    transport.answer = () => ({ status: 404, body: { status: 404 } });
    const watcher = open({ sources: [{ kind: 'community', community: 'no-such-community' }] });
    await expect(watcher.run({ deliver: () => undefined, onFailure: () => undefined })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what a watcher keeps', () => {
  it('has the token nowhere, and is bounded', async () => {
    const batches: WatchBatch[] = [];
    const store = new MemoryWatchStore();
    const { transport, open } = setUp();
    const watched = open({
      mostKnown: 1000,
      since: new Date(0),
      store: {
        load: () => store.load(),
        commit: (batch) => {
          batches.push(batch);
          return store.commit(batch);
        },
      },
    });
    transport.time = streamStart + 6 * hour;
    await over(transport, watched, 1);
    expect(JSON.stringify(batches)).not.toContain(token);
    const records = [...(await store.load())!.known].filter(([key]) => key.startsWith('r/'));
    expect(records.length).toBeGreaterThan(300);
    expect(records.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...records.map(([, value]) => value.length))).toBeLessThan(320);
    expect(Math.max(...batches.map(({ cursor }) => cursor.length))).toBeLessThan(4000);
  });
});

describe('options that cannot work', () => {
  it.each([
    [{ sources: [] }, /"sources" is empty/],
    [{ sources: [{ kind: 'own' }, { kind: 'own' }] }, /"own" twice/],
    [{ sources: [{ kind: 'everything' }] }, /sources\[0\].kind" must be own, community/],
    [{ sources: [{ kind: 'community', community: 'https://zenodo.org/communities/x' }] }, /slug or the id/],
    [{ sources: [{ kind: 'concepts', ids: [] }] }, /parent ids/],
    [{ sources: [{ kind: 'concepts', ids: ['10.5281/zenodo.1'] }] }, /no record id/],
    [{ sources: [{ kind: 'oai', set: 'a b' }] }, /no OAI-PMH set/],
    [{ sources: [{ kind: 'datacite', dois: ['no'] }] }, /no DOI/],
    [{ share: 0 }, /"share"/],
    [{ share: 1.5 }, /"share"/],
    [{ overlapMs: -1 }, /"overlapMs"/],
    [{ confirmMs: Number.NaN }, /"confirmMs"/],
    [{ mostKnown: 5 }, /"mostKnown"/],
    [{ since: new Date('never') }, /"since"/],
  ])('are refused with what they may be: %j', (options, message) => {
    expect(() => setUp(options as never)).toThrow(
      expect.objectContaining({ code: 'configuration', message: expect.stringMatching(message) }),
    );
  });
});
