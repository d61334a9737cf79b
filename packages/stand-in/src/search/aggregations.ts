import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import { accessStatus } from '../replies/native-view.ts';
import { termProperty, termTitle } from '../vocabularies/vocabulary.ts';
import type { SearchDocument } from './document.ts';

/** The counts that stand beside the hits: how many hits have which date, access, type, subject and file type. */
export function aggregations(hits: readonly SearchDocument[], types: readonly string[] = []): Doc {
  const years = count(hits, ({ content }) => [textAt(content.metadata, 'publication_date')?.slice(0, 4)]);
  const access = count(hits, ({ content }) => [accessStatus(content)]);
  const subjects = count(hits, ({ content }) => docsAt(content.metadata, 'subjects').map((subject) => textAt(subject, 'subject')));
  const endings = count(hits, ({ content }) => [
    ...new Set(content.files.entries.map((file) => /\.([^./]+)$/.exec(file.key)?.[1]?.toLowerCase())),
  ]);
  return {
    publication_date: { buckets: buckets(years, (year) => year), label: 'Publication date' },
    access_status: { buckets: buckets(access, (status) => status.charAt(0).toUpperCase() + status.slice(1)), label: 'Access status' },
    resource_type: { buckets: typeBuckets(hits, types), label: 'Resource types' },
    subject: { buckets: buckets(subjects, (subject) => subject), label: 'Subjects' },
    file_type: { buckets: buckets(endings, (ending) => ending.toUpperCase()), label: 'File type' },
  };
}

function count(hits: readonly SearchDocument[], valuesOf: (hit: SearchDocument) => (string | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const hit of hits) for (const value of valuesOf(hit)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The most frequent first, then by name. */
function buckets(counts: ReadonlyMap<string, number>, labelOf: (key: string) => string): Doc[] {
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([key, doc_count]) => ({ key, doc_count, label: labelOf(key), is_selected: false }));
}

function typeBuckets(hits: readonly SearchDocument[], selected: readonly string[]): Json {
  const idOf = (hit: SearchDocument) => textAt(docAt(hit.content.metadata, 'resource_type'), 'id') ?? '';
  const kindOf = (hit: SearchDocument) => termProperty('resource-types', idOf(hit), 'type');
  const title = (id: string) => termTitle('resource-types', id) ?? id;
  return buckets(
    count(hits, (hit) => [kindOf(hit)]),
    title,
  ).map((bucket) => {
    const inside = hits.filter((hit) => kindOf(hit) === bucket['key'] && idOf(hit) !== bucket['key']);
    return {
      ...bucket,
      is_selected: selected.includes(String(bucket['key'])),
      inner: {
        buckets: buckets(
          count(inside, (hit) => [idOf(hit)]),
          title,
        ),
      },
    };
  });
}
