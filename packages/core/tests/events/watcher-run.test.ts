import { describe, expect, it } from 'vitest';
import { MemoryWatchStore, type WatchBatch, type WatchStore, type ZenodoEvent } from '../../src/portable.ts';
import { hour, over, published, setUp, subjects, token } from './_interrupted.ts';
import { streamStart } from './_stream.ts';

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
