/**
 * Reading a list through time in slices that each fit on one page. A page is one atomic look at the list: whatever moves
 * while we read, nothing slips between two pages, and the window of 10,000 hits is never met. All is milliseconds since 1970.
 */
export interface Reading {
    /** Everything up to here was seen, whatever the index was late with. The next round begins here. */
    readonly safe: number;
    /** How far this round has come. */
    readonly at: number;
    /** How long the next slice is; null is up to the end. */
    readonly spanMs: number | null;
    /** The newest that this round saw. */
    readonly newest: number;
    /** Pages of one slice that were read; only where more than a page has one and the same millisecond. */
    readonly page: number;
}
export interface Slice {
    readonly from: number;
    readonly to: number | null;
    readonly page: number;
}
/** What a look at a slice showed. */
export interface Look {
    /** Hits of the slice, on all pages. */
    readonly total: number;
    /** The times of those that were shown, in the order of the list. */
    readonly times: readonly number[];
    /** Hits that a page can have. */
    readonly size: number;
}
export declare const startReading: (since: number) => Reading;
export declare function nextSlice({ at, spanMs, page }: Reading): Slice;
/**
 * Where the reading goes on after a look, and whether the round is over: then all that the index shows was seen.
 * The next round begins `overlapMs` before the newest change, by the server's own times alone: no clock of ours, no
 * `Date` of a proxy. Should the index stand still, so does the cursor.
 *
 * @param endsAbout - about now, by any clock; only decides how long the first slices are
 */
export declare function afterLook(reading: Reading, look: Look, overlapMs: number, endsAbout: number): {
    reading: Reading;
    isOver: boolean;
};
export declare function rangeQuery(field: 'updated' | 'created', { from, to }: Pick<Slice, 'from' | 'to'>): string;
