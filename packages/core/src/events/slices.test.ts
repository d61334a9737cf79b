import { describe, expect, it } from 'vitest';
import { afterLook, nextSlice, rangeQuery, startReading } from './slices.ts';

const overlapMs = 100;

/** Reads a list of times to its end, as the server shows it: `size` a page, in the order that is given. */
function readAll(times: readonly number[], size: number, { endsAbout = 10_000, isInOrder = true } = {}) {
  const seen = new Set<number>();
  let reading = startReading(0);
  let looks = 0;
  for (;;) {
    const { from, to, page } = nextSlice(reading);
    const hits = times.map((time, id) => ({ time, id })).filter(({ time }) => time >= from && time <= (to ?? Number.POSITIVE_INFINITY));
    const sorted = hits.toSorted((a, b) => (isInOrder ? 0 : (a.id % 3) - (b.id % 3)) || a.time - b.time);
    const shown = sorted.slice((page - 1) * size, page * size);
    for (const { id } of shown) seen.add(id);
    const next = afterLook(reading, { total: hits.length, times: shown.map(({ time }) => time), size }, overlapMs, endsAbout);
    reading = next.reading;
    if (++looks > 10_000) throw new Error('the reading does not end');
    if (next.isOver) return { seen, looks, reading };
  }
}

describe('a list that is read in slices', () => {
  it('costs one look when it fits on a page, and begins again before its newest', () => {
    const { seen, looks, reading } = readAll([10, 500, 1000], 5);
    expect([seen.size, looks, nextSlice(reading)]).toEqual([3, 1, { from: 900, to: null, page: 1 }]);
  });

  it.each([
    ['in order', true],
    ['with some before all others', false],
  ])('is seen whole when it is longer than a page: %s', (_name, isInOrder) => {
    const times = Array.from({ length: 1000 }, (_, at) => at * 7 + (at % 5));
    const { seen, looks } = readAll(times, 25, { isInOrder });
    expect(seen.size).toBe(1000);
    expect(looks).toBeLessThan(isInOrder ? 100 : 140);
  });

  it('is seen whole when all is in one burst, or in one and the same millisecond', () => {
    const burst = Array.from({ length: 300 }, (_, at) => 5000 + Math.floor(at / 10));
    expect(readAll([1, ...burst, 9000], 25).seen.size).toBe(302);
    expect(readAll([1, ...Array.from({ length: 300 }, () => 5000), 9000], 25).seen.size).toBe(302);
  });

  it.each([0, 1_000_000_000])('is seen whole by a clock that is wrong (%d)', (endsAbout) => {
    const times = Array.from({ length: 400 }, (_, at) => at * 13);
    expect(readAll(times, 25, { endsAbout }).seen.size).toBe(400);
  });

  it('does not move while nothing new is shown, however late it is', () => {
    const reading = { safe: 400, at: 400, spanMs: null, newest: 500, page: 1 };
    expect(afterLook(reading, { total: 1, times: [500], size: 25 }, overlapMs, 99_999).reading).toEqual(reading);
    expect(afterLook(reading, { total: 0, times: [], size: 25 }, overlapMs, 99_999).reading).toEqual(reading);
  });
});

it('a range is written as Zenodo writes its times, with whole milliseconds at both ends', () => {
  expect(rangeQuery('updated', { from: 0, to: 1 })).toBe(
    'updated:["1970-01-01T00:00:00.000000+00:00" TO "1970-01-01T00:00:00.001999+00:00"]',
  );
  expect(rangeQuery('created', { from: 0, to: null })).toBe('created:["1970-01-01T00:00:00.000000+00:00" TO *]');
});
