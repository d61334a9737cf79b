import type { Doc } from '../json.ts';
import { termTitle } from '../vocabularies/vocabulary.ts';
import type { SearchDocument } from './document.ts';
import { instantRange } from './instants.ts';

/** A choice that stands beside the hits, with the number of hits for each value. */
interface Facet {
  /** Its name in a query and in the answer. */
  readonly name: string;
  readonly label: string;
  /** Each once. */
  readonly valuesOf: (document: SearchDocument) => readonly (string | undefined)[];
  readonly labelOf: (value: string) => string;
  /** True when the values are years: then they stand in their order, and those between that no hit has are counted as 0. */
  readonly years?: boolean;
  /** The finer values inside each one. */
  readonly innerOf?: (document: SearchDocument) => string | undefined;
}

const typeLabel = (id: string) => termTitle('resource-types', id) ?? id;
const same = (value: string) => value;

const FACETS: readonly Facet[] = [
  {
    name: 'publication_date',
    label: 'Publication date',
    valuesOf: ({ facets }) => [facets.year],
    labelOf: same,
    years: true,
  },
  {
    name: 'access_status',
    label: 'Access status',
    valuesOf: ({ facets }) => [facets.status],
    labelOf: (status) => status.charAt(0).toUpperCase() + status.slice(1),
  },
  {
    name: 'resource_type',
    label: 'Resource types',
    valuesOf: ({ facets }) => [facets.generalType],
    labelOf: typeLabel,
    innerOf: ({ facets }) => (facets.type === facets.generalType ? undefined : facets.type),
  },
  {
    name: 'subject',
    label: 'Subjects',
    valuesOf: ({ facets }) => facets.subjects,
    labelOf: same,
  },
  {
    name: 'file_type',
    label: 'File type',
    valuesOf: ({ facets }) => facets.endings,
    labelOf: (ending) => ending.toUpperCase(),
  },
];

/** A test for the documents that have one of the values which the query chose of each facet. */
export function facetTest(query: URLSearchParams): (document: SearchDocument) => boolean {
  const chosen = FACETS.map((facet) => ({ ...facet, wanted: query.getAll(facet.name) })).filter(({ wanted }) => wanted.length > 0);
  return (document) =>
    chosen.every(({ valuesOf, innerOf, years, wanted }) => {
      if (years) return wanted.some((value) => isPublishedIn(value, document.publicationDate));
      const inner = innerOf?.(document);
      const values = [...valuesOf(document), inner, inner && `${document.facets.generalType}::${inner}`];
      return wanted.some((value) => values.includes(value));
    });
}

/** True when a date touches what was chosen: a year, or dates from one to another as in `2020..2023` and `[2020-01..2021-06)`. */
function isPublishedIn(chosen: string, date: string): boolean {
  const range = /^([[(]?)([\d-]*)\.\.([\d-]*)([\])]?)$/.exec(chosen);
  if (!range) return date.trim().slice(0, 4) === chosen;
  const [, opens, from = '', to = '', closes] = range;
  const [start, end] = instantRange(date);
  const [fromStart, fromEnd] = from === '' ? [-Infinity, -Infinity] : instantRange(from);
  const [toStart, toEnd] = to === '' ? [Infinity, Infinity] : instantRange(to);
  return (opens === '(' ? start > fromEnd : end >= fromStart) && (closes === ')' ? end < toStart : start <= toEnd);
}

/** The counts beside the hits. */
export function aggregations(hits: readonly SearchDocument[], query: URLSearchParams): Doc {
  return Object.fromEntries(
    FACETS.map((facet) => [facet.name, { buckets: bucketsOf(facet, hits, query.getAll(facet.name)), label: facet.label }]),
  );
}

function bucketsOf({ valuesOf, labelOf, innerOf, years }: Facet, hits: readonly SearchDocument[], chosen: readonly string[]): Doc[] {
  const counts = counted(hits, valuesOf);
  return (years ? withGaps(counts) : counts).map(([key, doc_count]) => {
    const bucket: Doc = { key, doc_count, label: labelOf(key), is_selected: chosen.includes(key) };
    if (!innerOf) return bucket;
    const inside = hits.filter((hit) => valuesOf(hit).includes(key));
    const inner = counted(inside, (hit) => [innerOf(hit)]).map(([value, count]) => ({
      key: value,
      doc_count: count,
      label: labelOf(value),
      is_selected: chosen.includes(value),
    }));
    return { ...bucket, inner: { buckets: inner } };
  });
}

/** How many hits have each value: the most frequent first, then by name. */
function counted(hits: readonly SearchDocument[], valuesOf: Facet['valuesOf']): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const hit of hits) for (const value of valuesOf(hit)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function withGaps(counts: readonly (readonly [year: string, count: number])[]): [year: string, count: number][] {
  const known = new Map(counts);
  const years = [...known.keys()].map(Number).filter((year) => year > 0);
  const first = Math.min(...years);
  const span = years.length === 0 ? 0 : Math.max(...years) - first + 1;
  return Array.from({ length: span }, (_, at) => String(first + at)).map((year) => [year, known.get(year) ?? 0]);
}
