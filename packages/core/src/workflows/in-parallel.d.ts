/**
 * Works on items, so many at a time, in their order. The first failure stops the others, and is thrown when all have stopped.
 */
export declare function inParallel<Item>(width: number, items: readonly Item[], outer: AbortSignal | undefined, work: (item: Item, signal: AbortSignal) => Promise<void>): Promise<void>;
