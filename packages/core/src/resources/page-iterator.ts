import { ConfigurationError } from '../errors/configuration-error.ts';
import { ensureObject, ensureWhole } from '../errors/ensure.ts';
import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
import { halvesOf, queryWithin, type Span } from './date-slices.ts';

/** Zenodo shows no hit behind this one, whatever the size of its pages. */
const windowOfHits = 10_000;

export interface PageQuery {
  readonly q?: string;
  readonly sort?: string;
  readonly size: number;
  readonly page: number;
}

/** A list that is read page by page. */
export interface Listing<Item> {
  readonly page: (query: PageQuery) => Promise<Page<Item>>;
  /** What tells one item from another. */
  readonly idOf: (item: Item) => string;
  /** The size of a page that nobody chose, and the largest that Zenodo takes here. */
  readonly sizes: { readonly usual: number; readonly most: number };
  /** Where hits can be told apart by `created`, lists of any length are read whole; `newestFirst`: that is the order nobody asked for. */
  readonly splits: { readonly newestFirst: boolean } | undefined;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields all items of a list, one request a page, each item once although others come in meanwhile.
 *
 * A list longer than the window of 10,000 is read in spans of creation, halved until each fits. In the order of creation
 * (`newest`, `oldest`, or Zenodo's own without `q`) these spans are all there is; in any other order the first 10,000 come
 * in that order, and the rest by creation.
 *
 * @throws {ConfigurationError} a wrong `size` or `limit`; or a list behind the window that cannot be split
 */
export async function* eachItem<Item>(list: Listing<Item>, query: ListQuery & SearchLimit): AsyncGenerator<Item, void, undefined> {
  ensureQuery(query);
  const { limit } = query;
  if (limit !== undefined) ensureWhole('limit', limit, 1, Number.MAX_SAFE_INTEGER);
  const most = Math.min(list.sizes.most, windowOfHits);
  const size = query.size === undefined ? Math.min(list.sizes.usual, limit ?? most) : ensureWhole('size', query.size, 1, most);
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const item of new Reading(list, query, size).all(left)) {
    list.signal?.throwIfAborted();
    yield item;
    if (--left === 0) return;
  }
}

/** One page. @throws {ConfigurationError} a wrong `size` or `page` */
export async function onePage<Item>(list: Listing<Item>, asked: ListQuery & { readonly page?: number }): Promise<Page<Item>> {
  ensureQuery(asked);
  const { page = 1, ...query } = asked;
  const size = query.size === undefined ? list.sizes.usual : ensureWhole('size', query.size, 1, Math.min(list.sizes.most, windowOfHits));
  ensureWhole('page', page, 1, Math.floor(windowOfHits / size));
  return list.page({ ...query, size, page });
}

/** @throws {ConfigurationError} words where an object with `q` belongs; they would be taken for no query at all */
export const ensureQuery = (query: unknown): void => ensureObject('query', query, "{ q: 'coral reef' }");

class Reading<Item> {
  readonly #list: Listing<Item>;
  readonly #query: ListQuery;
  readonly #size: number;
  /** How many hits whole pages of this size reach. */
  readonly #reach: number;

  constructor(list: Listing<Item>, { q, sort }: ListQuery, size: number) {
    this.#list = list;
    this.#query = { ...(q !== undefined && { q }), ...(sort !== undefined && { sort }) };
    this.#size = size;
    this.#reach = Math.floor(windowOfHits / size) * size;
  }

  async *all(wanted: number): AsyncGenerator<Item, void, undefined> {
    const { q, sort } = this.#query;
    const first = await this.#page(this.#query, 1);
    const isLong = first.hits.total > this.#reach && wanted > this.#reach;
    const order = sort === 'oldest' ? 'oldest' : 'newest';
    const isByCreation = sort === order || (sort === undefined && (q === undefined || q === '') && this.#list.splits?.newestFirst === true);
    if (isLong && this.#list.splits && isByCreation) {
      yield* this.#span({}, order, new Set(), first.hits.total);
      return;
    }
    const seen = new Set<string>();
    const isWhole = yield* this.#pages(this.#query, first, seen);
    if (isWhole) return;
    if (!this.#list.splits) {
      throw new ConfigurationError(
        `Zenodo ends this list after ${this.#reach} of ${first.hits.total} hits; narrow "q", or say "limit" up to that number.`,
        'q',
      );
    }
    yield* this.#span({}, order, seen, first.hits.total);
  }

  /** All hits of a span but those already seen. Answers how many hits the span has. */
  async *#span(span: Span, order: 'newest' | 'oldest', seen: ReadonlySet<string>, known?: number): AsyncGenerator<Item, number, undefined> {
    let total = known ?? 0;
    const passed = new Set(seen);
    if (total <= this.#reach) {
      const query = { q: queryWithin(this.#query.q, span), sort: order };
      const first = await this.#page(query, 1);
      total = first.hits.total;
      if (total <= this.#reach && (yield* this.#pages(query, first, passed))) return total;
    }
    const [early, late] = halvesOf(span, this.#list.now());
    const [one, other] = order === 'oldest' ? [early, late] : [late, early];
    const inOne: number = yield* this.#span(one, order, passed);
    // What the whole has and the one half has not is in the other: a half that cannot fit need not be asked.
    const inOther = total - inOne > this.#reach ? total - inOne : undefined;
    return inOne + (yield* this.#span(other, order, passed, inOther));
  }

  /** Page after page, each item once. Answers whether the last one was reached. */
  async *#pages(query: ListQuery, first: Page<Item>, seen: Set<string>): AsyncGenerator<Item, boolean, undefined> {
    let page = first;
    for (let number = 1; ; number++) {
      for (const item of page.hits.hits) {
        const id = this.#list.idOf(item);
        if (seen.has(id)) continue;
        seen.add(id);
        yield item;
      }
      // A page can be short without being the last one.
      if (page.hits.hits.length === 0 || number * this.#size >= page.hits.total) return true;
      if (number * this.#size >= this.#reach) return false;
      page = await this.#page(query, number + 1);
    }
  }

  #page(query: ListQuery, page: number): Promise<Page<Item>> {
    this.#list.signal?.throwIfAborted();
    return this.#list.page({ ...query, size: this.#size, page });
  }
}
