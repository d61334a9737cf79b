import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { accessStatus } from '../replies/native-view.ts';
import { termProperty, termTitle } from '../vocabularies/vocabulary.ts';
import type { SearchDocument } from './document.ts';

/** A choice that stands beside the hits, with the number of hits for each value. */
interface Facet {
  /** Its name in a query and in the answer. */
  readonly name: string;
  readonly label: string;
  readonly valuesOf: (document: SearchDocument) => (string | undefined)[];
  readonly labelOf: (value: string) => string;
  /** True when the values are years: then they stand in their order, and those between that no hit has are counted as 0. */
  readonly years?: boolean;
  /** The finer values inside each one. */
  readonly innerOf?: (document: SearchDocument) => string | undefined;
}

const typeOf = ({ content }: SearchDocument) => textAt(docAt(content.metadata, 'resource_type'), 'id') ?? '';
const generalTypeOf = (document: SearchDocument) => termProperty('resource-types', typeOf(document), 'type');
const typeLabel = (id: string) => termTitle('resource-types', id) ?? id;
const same = (value: string) => value;

const FACETS: readonly Facet[] = [
  {
    name: 'publication_date',
    label: 'Publication date',
    valuesOf: ({ content }) => [textAt(content.metadata, 'publication_date')?.trim().slice(0, 4)],
    labelOf: same,
    years: true,
  },
  {
    name: 'access_status',
    label: 'Access status',
    valuesOf: ({ content }) => [accessStatus(content)],
    labelOf: (status) => status.charAt(0).toUpperCase() + status.slice(1),
  },
  {
    name: 'resource_type',
    label: 'Resource types',
    valuesOf: (document) => [generalTypeOf(document)],
    labelOf: typeLabel,
    innerOf: (document) => (typeOf(document) === generalTypeOf(document) ? undefined : typeOf(document)),
  },
  {
    name: 'subject',
    label: 'Subjects',
    valuesOf: ({ content }) => docsAt(content.metadata, 'subjects').map((subject) => textAt(subject, 'subject')),
    labelOf: same,
  },
  {
    name: 'file_type',
    label: 'File type',
    // Files that are not for everybody are not counted either.
    valuesOf: ({ content }) => (content.access['files'] === 'restricted' ? [] : endingsOf(content.files.entries)),
    labelOf: (ending) => ending.toUpperCase(),
  },
];

/** True when the document has one of the values that the query chose of each facet. */
export function facetsMatch(query: URLSearchParams, document: SearchDocument): boolean {
  return FACETS.every(({ name, valuesOf, innerOf }) => {
    const wanted = query.getAll(name);
    if (wanted.length === 0) return true;
    const inner = innerOf?.(document);
    const values = [...valuesOf(document), inner, inner && `${generalTypeOf(document)}::${inner}`];
    return wanted.some((value) => values.includes(value));
  });
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
  for (const hit of hits) for (const value of new Set(valuesOf(hit))) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function withGaps(counts: readonly (readonly [year: string, count: number])[]): [year: string, count: number][] {
  const known = new Map(counts);
  const years = [...known.keys()].map(Number).filter((year) => year > 0);
  const first = Math.min(...years);
  const span = years.length === 0 ? 0 : Math.max(...years) - first + 1;
  return Array.from({ length: span }, (_, at) => String(first + at)).map((year) => [year, known.get(year) ?? 0]);
}

function endingsOf(files: readonly { key: string }[]): (string | undefined)[] {
  return files.map((file) => /\.([^./]+)$/.exec(file.key)?.[1]?.toLowerCase());
}
