import { describe, expect, it } from 'vitest';
import { MemoryWatchStore, type ZenodoEvent } from '../../src/portable.ts';
import { hour, iso, over, published, setUp, stream, subjects } from './_interrupted.ts';
import { streamStart } from './_stream.ts';

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
