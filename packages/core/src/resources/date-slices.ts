import { ConfigurationError } from '../errors/configuration-error.ts';

/** Instants in milliseconds since 1970: from the first on, up to and without the second. An end that is absent is open. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

const year = 366 * 86_400_000;
/** Zenodo opened in 2013. Older things are found all the same: an open end reaches as far as it has to. */
const firstYears = Date.UTC(2012, 0, 1);

/**
 * Two halves of a span, the earlier one first.
 *
 * @throws {ConfigurationError} the span is one millisecond
 */
export function halvesOf({ from, to }: Span, now: number): readonly [Span, Span] {
  const low = from ?? Math.min(firstYears, (to ?? now) - year);
  const high = to ?? Math.max(now, low + year);
  if (high - low < 2) {
    throw new ConfigurationError('More hits were made within one millisecond than Zenodo shows; narrow "q" until they are fewer.', 'q');
  }
  const middle = Math.floor((low + high) / 2);
  return [
    { ...(from !== undefined && { from }), to: middle },
    { from: middle, ...(to !== undefined && { to }) },
  ];
}

/** The query within a span of creation. `created` never changes, so that a hit stays in its span. */
export function queryWithin(q: string | undefined, { from, to }: Span): string {
  const bound = (at: number | undefined): string => (at === undefined ? '*' : `"${new Date(at).toISOString()}"`);
  const created = `created:[${bound(from)} TO ${bound(to)}}`;
  return q === undefined || q.trim() === '' ? created : `(${q}) AND ${created}`;
}
