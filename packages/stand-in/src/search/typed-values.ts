import { refusedQuery } from '../http/problem.ts';
import type { Kind } from './fields.ts';
import { instantRange } from './instants.ts';
import type { Bound } from './query.ts';

/**
 * A test of the values of a field for being a value, by what the field holds.
 *
 * @throws {Problem} 400 for text that is no value of that kind
 */
export function valueAccepts(kind: Kind, text: string): (value: string) => boolean {
  const bound = { text, included: true };
  if (kind !== 'flag') return rangeAccepts(kind, bound, bound);
  if (text !== 'true' && text !== 'false') throw refusedQuery();
  return (value) => value === text;
}

/**
 * A test of values for being between two ends: of dates and numbers by their order, of texts by their letters.
 *
 * @throws {Problem} 400 for an end that is no value of that kind
 */
export function rangeAccepts(kind: Kind | undefined, from: Bound, to: Bound): (value: string) => boolean {
  if (kind === 'date') return dateTest(from, to);
  if (kind !== 'number') return orderTest(from, to, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const { text } of [from, to]) if (text !== undefined && !isNumber(text)) throw refusedQuery();
  return orderTest(from, to, (a, b) => Number(a) - Number(b));
}

function dateTest(from: Bound, to: Bound): (value: string) => boolean {
  const [fromStart, fromEnd] = from.text === undefined ? [-Infinity, -Infinity] : dated(from.text);
  const [toStart, toEnd] = to.text === undefined ? [Infinity, Infinity] : dated(to.text);
  return (value) => {
    const [start, end] = instantRange(value);
    const lower = from.included ? end >= fromStart : start > fromEnd;
    const upper = to.included ? start <= toEnd : end < toStart;
    return lower && upper;
  };
}

function dated(text: string): [start: number, end: number] {
  const range = instantRange(text);
  if (Number.isNaN(range[0])) throw refusedQuery();
  return range;
}

function orderTest(from: Bound, to: Bound, order: (a: string, b: string) => number): (value: string) => boolean {
  return (value) => {
    const lower = from.text === undefined || order(value, from.text) >= (from.included ? 0 : Number.MIN_VALUE);
    const upper = to.text === undefined || order(value, to.text) <= (to.included ? 0 : -Number.MIN_VALUE);
    return lower && upper;
  };
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
}
