import type { Page } from '../types/page.ts';

/** Yields the items of all pages, asking for the next page when one is used up. */
export async function* eachItem<Item>(size: number, page: (number: number) => Promise<Page<Item>>): AsyncGenerator<Item, void, undefined> {
  for (let number = 1; ; number++) {
    const { hits } = await page(number);
    yield* hits.hits;
    if (hits.hits.length < size || number * size >= hits.total) return;
  }
}
