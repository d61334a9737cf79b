import type { ListQuery, Page, SearchLimit } from '../types/page.ts';
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
    readonly sizes: {
        readonly usual: number;
        readonly most: number;
    };
    /** Where hits can be told apart by `created`, lists of any length are read whole; `newestFirst`: that is the order nobody asked for. */
    readonly splits: {
        readonly newestFirst: boolean;
    } | undefined;
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
export declare function eachItem<Item>(list: Listing<Item>, query: ListQuery & SearchLimit): AsyncGenerator<Item, void, undefined>;
/** One page. @throws {ConfigurationError} a wrong `size` or `page` */
export declare function onePage<Item>(list: Listing<Item>, asked: ListQuery & {
    readonly page?: number;
}): Promise<Page<Item>>;
/** @throws {ConfigurationError} words where an object with `q` belongs; they would be taken for no query at all */
export declare const ensureQuery: (query: unknown) => void;
