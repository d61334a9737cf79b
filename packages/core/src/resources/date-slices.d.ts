/** Instants in milliseconds since 1970: from the first on, up to and without the second. An end that is absent is open. */
export interface Span {
    readonly from?: number;
    readonly to?: number;
}
/**
 * Two halves of a span, the earlier one first.
 *
 * @throws {ConfigurationError} the span is one millisecond
 */
export declare function halvesOf({ from, to }: Span, now: number): readonly [Span, Span];
/** The query within a span of creation. `created` never changes, so that a hit stays in its span. */
export declare function queryWithin(q: string | undefined, { from, to }: Span): string;
