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

export const startReading = (since: number): Reading => ({ safe: since, at: since, spanMs: null, newest: since, page: 1 });

export function nextSlice({ at, spanMs, page }: Reading): Slice {
  return { from: at, to: spanMs === null ? null : at + spanMs, page };
}

/**
 * Where the reading goes on after a look, and whether the round is over: then all that the index shows was seen.
 * The next round begins `overlapMs` before the newest change, by the server's own times alone: no clock of ours, no
 * `Date` of a proxy. Should the index stand still, so does the cursor.
 *
 * @param endsAbout - about now, by any clock; only decides how long the first slices are
 */
export function afterLook(reading: Reading, look: Look, overlapMs: number, endsAbout: number): { reading: Reading; isOver: boolean } {
  const { from, to, page } = nextSlice(reading);
  const newest = look.times.reduce((most, time) => Math.max(most, time), reading.newest);
  const isWhole = look.total <= look.times.length + (page - 1) * look.size || look.times.length === 0;
  if (isWhole && to === null) {
    const safe = Math.max(reading.safe, newest - overlapMs);
    return { reading: { safe, at: safe, spanMs: null, newest, page: 1 }, isOver: true };
  }
  if (isWhole)
    return { reading: { ...reading, at: to ?? from, spanMs: longer(to! - from, look, to!, endsAbout), newest, page: 1 }, isOver: false };
  const spanMs = shorter(from, to, look, endsAbout);
  // A slice of one millisecond cannot be cut: its pages are read one after another.
  const isShortest = to !== null && to - from <= 1;
  return { reading: { ...reading, spanMs: isShortest ? 1 : spanMs, newest, page: isShortest ? page + 1 : 1 }, isOver: false };
}

/** After a slice that fitted: one that would be filled to four fifths, or the rest. */
function longer(spanMs: number, { total, size }: Look, to: number, endsAbout: number): number | null {
  const factor = Math.min(Math.max((0.8 * size) / Math.max(total, 1), 0.5), 8);
  const next = Math.max(Math.ceil(spanMs * factor), 1);
  return to + next >= endsAbout ? null : next;
}

/**
 * After one that did not fit: up to a time that was seen on the page, if the page is in order; else a part in proportion.
 * Not up to the last on the page: the public search lists the records of verified accounts before all others.
 */
function shorter(from: number, to: number | null, { total, times, size }: Look, endsAbout: number): number {
  const isInOrder = times.every((time, index) => index === 0 || time >= times[index - 1]!);
  const seen = isInOrder ? times[Math.floor(times.length * 0.7)]! - from : Number.POSITIVE_INFINITY;
  const whole = (to ?? Math.max(endsAbout, ...times)) - from;
  const part = Math.floor((whole * 0.7 * size) / total);
  const most = to === null ? Number.POSITIVE_INFINITY : Math.max(Math.floor((to - from) * 0.7), 1);
  return Math.max(Math.min(seen > 0 ? seen : part, most), 1);
}

/** An instant as a bound of a query, written as Zenodo writes its own: `lower` and `upper` take in the whole millisecond. */
function bound(ms: number, side: 'lower' | 'upper'): string {
  return `"${new Date(ms).toISOString().slice(0, 23)}${side === 'lower' ? '000' : '999'}+00:00"`;
}

export function rangeQuery(field: 'updated' | 'created', { from, to }: Pick<Slice, 'from' | 'to'>): string {
  return `${field}:[${bound(from, 'lower')} TO ${to === null ? '*' : bound(to, 'upper')}]`;
}
