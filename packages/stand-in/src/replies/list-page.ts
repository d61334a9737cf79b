import type { Call } from '../http/call.ts';
import { invalid, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Doc } from '../json.ts';
import { below, flag } from '../rules/schema/kinds.ts';
import { type PlainFields, plainMatches } from '../search/plain-match.ts';
import { parseQuery } from '../search/query.ts';
import { type PageAt, pageLinks } from './page-links.ts';

const WINDOW = 10_000;
const DEFAULT_SIZE = 25;

/** A choice beside the hits. It narrows the hits and not the counts. */
export interface PlainFacet<T> {
  readonly name: string;
  readonly label: string;
  readonly valuesOf: (item: T) => readonly string[];
  readonly labelOf: (value: string, item: T) => string;
}

/** What a list of communities, requests, members or comments is made of. */
export interface ListKind<T> {
  readonly url: string;
  readonly items: readonly T[];
  readonly fieldsOf: (item: T) => Doc;
  readonly fields: PlainFields;
  /** By the names that a caller may choose; `bestmatch` is the order of `items`. */
  readonly sorts: Readonly<Record<string, (a: T, b: T) => number>>;
  readonly sort: string;
  readonly facets?: readonly PlainFacet<T>[];
  readonly view: (item: T) => Doc;
  /** True where the answer says its page. */
  readonly tellsPage?: boolean;
  /** Names of flags and filters that stand in the links as they were asked for. */
  readonly flags?: readonly string[];
  readonly filters?: readonly string[];
  /** Where the caller does not choose the page: the one with what is looked for, for pages of so many. */
  readonly pageFor?: (size: number) => number;
}

/** One page of a list, with counts and links as the server's lists have them. */
export function listPage<T>(call: Call, kind: ListKind<T>): Reply {
  const { page, size } = readPage(call, kind.pageFor);
  const sort = sortOf(call, kind);
  const q = call.query.get('q') ?? '';
  const query = parseQuery(q);
  const found = kind.items.filter((item) => q === '' || plainMatches(query, kind.fieldsOf(item), kind.fields));
  const facets = kind.facets ?? [];
  const hits = found.filter((item) =>
    facets.every(({ name, valuesOf }) => {
      const wanted = call.query.getAll(name);
      return wanted.length === 0 || valuesOf(item).some((value) => wanted.includes(value));
    }),
  );
  const order = kind.sorts[sort];
  const sorted = order ? hits.toSorted(order) : hits;
  return jsonReply(
    200,
    {
      hits: { hits: sorted.slice((page - 1) * size, page * size).map(kind.view), total: hits.length },
      ...(kind.facets ? { aggregations: Object.fromEntries(facets.map((facet) => [facet.name, buckets(facet, found, call)])) } : {}),
      sortBy: sort,
      ...(kind.tellsPage ? { page } : {}),
      links: links(call, kind, { page, size, sort, more: page * size < hits.length }),
    },
    call.accepted || 'application/json',
  );
}

/** What is newest or oldest by a time. */
export const byTime =
  <T>(timeOf: (item: T) => string, direction: 1 | -1) =>
  (a: T, b: T) =>
    timeOf(a) === timeOf(b) ? 0 : timeOf(a) < timeOf(b) ? -direction : direction;

function sortOf<T>(call: Call, kind: ListKind<T>): string {
  const asked = call.query.get('sort');
  const isQuery = (call.query.get('q') ?? '') !== '';
  if (asked !== null && asked !== 'bestmatch' && !Object.hasOwn(kind.sorts, asked))
    throw invalid([{ field: '_schema', messages: [`Invalid sort option '${asked}'.`] }]);
  // Without words there is nothing to match best.
  if (asked === null || asked === 'bestmatch') return isQuery ? 'bestmatch' : kind.sort;
  return asked;
}

function readPage(call: Call, pageFor: ListKind<never>['pageFor']): { page: number; size: number } {
  const size = readNumber(call, 'size', DEFAULT_SIZE);
  const page = pageFor ? pageFor(size) : readNumber(call, 'page', 1);
  if (page * size > WINDOW) throw new Problem(400, 'Invalid querystring parameters.');
  return { page, size };
}

function readNumber(call: Call, name: string, absent: number): number {
  const text = call.query.get(name);
  if (text === null) return absent;
  if (!/^[+-]?\d+$/.test(text)) throw invalid([{ field: name, messages: ['Not a valid integer.'] }]);
  if (Number(text) < 1) throw invalid([{ field: name, messages: ['Must be greater than or equal to 1.'] }]);
  return Number(text);
}

function buckets<T>({ label, valuesOf, labelOf, name }: PlainFacet<T>, found: readonly T[], call: Call): Doc {
  const counts = new Map<string, { count: number; label: string }>();
  for (const item of found)
    for (const value of new Set(valuesOf(item))) {
      const known = counts.get(value);
      counts.set(value, { count: (known?.count ?? 0) + 1, label: known?.label ?? labelOf(value, item) });
    }
  const chosen = call.query.getAll(name);
  const sorted = [...counts].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return {
    buckets: sorted.map(([key, { count, label: shown }]) => ({ key, doc_count: count, label: shown, is_selected: chosen.includes(key) })),
    label,
  };
}

function links<T>(call: Call, kind: ListKind<T>, at: PageAt): Doc {
  const names = new Set(['q', ...(kind.filters ?? []), ...(kind.facets ?? []).map(({ name }) => name)]);
  const kept = new URLSearchParams([...call.query].filter(([name]) => names.has(name)));
  for (const flag of kind.flags ?? []) {
    const value = readFlag(call, flag);
    if (value !== undefined) kept.set(flag, value ? 'True' : 'False');
  }
  return pageLinks(kind.url, kept, at);
}

/** A flag of the query; undefined when it is not there. @throws {Problem} 400 for what means neither yes nor no */
export function readFlag(call: Call, name: string): boolean | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  const { value, errors } = flag.load(text);
  if (errors.length > 0) throw invalid(below(name, errors));
  return value === true;
}
