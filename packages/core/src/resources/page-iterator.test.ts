import { describe, expect, it } from 'vitest';
import type { Page } from '../types/page.ts';
import { eachItem, type Listing, type PageQuery } from './page-iterator.ts';

interface Item {
  readonly id: string;
  readonly at: number;
}

const start = Date.UTC(2019, 0, 1);
const now = Date.UTC(2026, 10, 25);

/** A list that behaves as Zenodo's: a window of 10,000, spans of creation, new items at any time. */
class FakeList {
  readonly items: Item[] = [];
  readonly asked: PageQuery[] = [];
  onPage: (list: FakeList) => void = () => {};

  constructor(count: number, everyMs: number) {
    for (let index = 0; index < count; index++) this.add(start + index * everyMs);
  }

  add(at: number): void {
    this.items.push({ id: String(this.items.length), at });
  }

  listing(): Listing<Item> {
    return {
      page: async (query) => this.#page(query),
      idOf: ({ id }) => id,
      sizes: { usual: 100, most: 100 },
      splits: { newestFirst: true },
      now: () => now,
    };
  }

  #page(query: PageQuery): Page<Item> {
    this.asked.push(query);
    if (query.page * query.size > 10_000) throw new Error('Invalid querystring parameters.');
    const [, from, to] = /created:\[(\S+) TO (\S+)\}/.exec(query.q ?? '') ?? [];
    const edge = (text: string | undefined, open: number) =>
      text === undefined || text === '*' ? open : Date.parse(text.replaceAll('"', ''));
    const [low, high] = [edge(from, Number.NEGATIVE_INFINITY), edge(to, Number.POSITIVE_INFINITY)];
    const hits = this.items.filter(({ at }) => at >= low && at < high);
    if (query.sort !== 'views') hits.sort((a, b) => (query.sort === 'oldest' ? a.at - b.at : b.at - a.at));
    const page = { hits: { hits: hits.slice((query.page - 1) * query.size, query.page * query.size), total: hits.length } };
    this.onPage(this);
    return page;
  }
}

async function idsOf(items: AsyncIterable<Item>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of items) ids.push(id);
  return ids;
}

const newestFirst = (list: FakeList): string[] => list.items.toSorted((a, b) => b.at - a.at).map(({ id }) => id);

describe('a list behind the window of 10,000', () => {
  it('is read whole, each item once, the newest first', async () => {
    const list = new FakeList(35_000, 60_000);
    expect(await idsOf(eachItem(list.listing(), {}))).toEqual(newestFirst(list));
  });

  it('is read whole, the oldest first, when asked', async () => {
    const list = new FakeList(25_000, 3_600_000);
    const ids = await idsOf(eachItem(list.listing(), { sort: 'oldest' }));
    expect(ids).toEqual(list.items.map(({ id }) => id));
  });

  it('costs few requests beyond its pages', async () => {
    const list = new FakeList(50_000, 60_000);
    await idsOf(eachItem(list.listing(), {}));
    expect(list.asked.length).toBeLessThan(500 + 30);
  });

  it('keeps another order for the first 10,000, and then gives the rest, each once', async () => {
    const list = new FakeList(12_000, 60_000);
    const ids = await idsOf(eachItem(list.listing(), { q: 'coral', sort: 'views' }));
    expect(ids.slice(0, 10_000)).toEqual(list.items.slice(0, 10_000).map(({ id }) => id));
    expect(new Set(ids).size).toBe(12_000);
  });

  it('keeps the query within every span', async () => {
    const list = new FakeList(11_000, 60_000);
    await idsOf(eachItem(list.listing(), { q: 'a OR b', sort: 'newest' }));
    const within = list.asked.slice(1).map(({ q }) => q);
    expect(within.every((q) => q?.startsWith('(a OR b) AND created:['))).toBe(true);
  });

  it('loses nothing and doubles nothing while new items come in', async () => {
    const list = new FakeList(21_000, 60_000);
    const before = newestFirst(list);
    list.onPage = (one) => {
      one.add(now + one.items.length);
      one.add(start + one.items.length * 30_000);
    };
    const ids = await idsOf(eachItem(list.listing(), {}));
    const found = new Set(ids);
    expect(found.size).toBe(ids.length);
    expect(before.filter((id) => !found.has(id))).toEqual([]);
  });

  it('goes on when a span outgrows the window while it is read', async () => {
    const list = new FakeList(9_990, 60_000);
    const before = newestFirst(list);
    list.onPage = (one) => one.add(now + one.items.length);
    const ids = await idsOf(eachItem(list.listing(), { sort: 'newest' }));
    const found = new Set(ids);
    expect(found.size).toBe(ids.length);
    expect(before.filter((id) => !found.has(id))).toEqual([]);
  });

  it('is not entered for a limit that lies before it', async () => {
    const list = new FakeList(35_000, 60_000);
    const ids = await idsOf(eachItem(list.listing(), { limit: 250 }));
    expect(ids).toEqual(newestFirst(list).slice(0, 250));
    expect(list.asked).toHaveLength(3);
  });

  it('is told of where it cannot be split', async () => {
    const list = new FakeList(10_001, 60_000);
    await expect(idsOf(eachItem({ ...list.listing(), splits: undefined }, {}))).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('10000 of 10001'),
    });
  });

  it('of one millisecond is told of, and not asked for ever', async () => {
    const list = new FakeList(10_500, 0);
    await expect(idsOf(eachItem(list.listing(), {}))).rejects.toMatchObject({ code: 'configuration', field: 'q' });
    expect(list.asked.length).toBeLessThan(200);
  });
});

describe('a list', () => {
  it('asks for no more than the limit', async () => {
    const list = new FakeList(50, 1000);
    expect(await idsOf(eachItem(list.listing(), { limit: 3 }))).toEqual(['49', '48', '47']);
    expect(list.asked).toEqual([{ size: 3, page: 1 }]);
  });

  it('goes on behind a page from which something is missing', async () => {
    const list = new FakeList(250, 1000);
    const { page, ...rest } = list.listing();
    const holed: Listing<Item> = {
      ...rest,
      page: async (query) => {
        const { hits } = await page(query);
        return { hits: { hits: hits.hits.filter(({ id }) => id !== '200'), total: hits.total } };
      },
    };
    expect(await idsOf(eachItem(holed, {}))).toHaveLength(249);
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 2.5 }, 'limit'],
    [{ size: 101 }, 'size'],
    [{ size: 0 }, 'size'],
  ])('refuses %j before anything is sent', async (query, field) => {
    const list = new FakeList(5, 1000);
    await expect(idsOf(eachItem(list.listing(), query))).rejects.toMatchObject({ code: 'configuration', field });
    expect(list.asked).toEqual([]);
  });

  it('ends with the reason of an abort between two items', async () => {
    const list = new FakeList(250, 1000);
    const stop = new AbortController();
    const reason = new Error('enough');
    const read = async () => {
      for await (const { id } of eachItem({ ...list.listing(), signal: stop.signal }, {})) if (id === '200') stop.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
    expect(list.asked).toHaveLength(1);
  });
});
