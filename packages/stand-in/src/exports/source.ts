import { type Doc, docAt, docsAt, textAt } from '../json.ts';

/** What every export is made from: the published record as the native dialect shows it. */
export interface ExportSource {
  readonly record: Doc;
  readonly metadata: Doc;
  readonly customFields: Doc;
  /** The query of the call: a citation's style and locale. */
  readonly query: URLSearchParams;
}

export function exportSource(record: Doc, query: URLSearchParams = new URLSearchParams()): ExportSource {
  return { record, metadata: docAt(record, 'metadata'), customFields: docAt(record, 'custom_fields'), query };
}

export function idOf({ record }: ExportSource): string {
  return textAt(record, 'id') ?? '';
}

export function doiIn({ record }: ExportSource): string | undefined {
  return textAt(docAt(docAt(record, 'pids'), 'doi'), 'identifier');
}

export function conceptDoiIn({ record }: ExportSource): string | undefined {
  return textAt(docAt(docAt(docAt(record, 'parent'), 'pids'), 'doi'), 'identifier');
}

export function linkIn({ record }: ExportSource, name: string): string | undefined {
  return textAt(docAt(record, 'links'), name);
}

export function typeIn({ metadata }: ExportSource): string {
  return textAt(docAt(metadata, 'resource_type'), 'id') ?? '';
}

/** The files that the reader may see. */
export function filesIn({ record }: ExportSource): Doc[] {
  return Object.values(docAt(docAt(record, 'files'), 'entries')).filter((file): file is Doc => typeof file === 'object' && file !== null);
}

/** Slugs of the communities that the record is in. */
export function communitiesIn({ record }: ExportSource): string[] {
  return docsAt(docAt(docAt(record, 'parent'), 'communities'), 'entries').flatMap((community) => textAt(community, 'slug') ?? []);
}

/** Addresses of the communities that the record is in. */
export function communityUrlsIn(source: ExportSource): string[] {
  return communitiesIn(source).map((slug) => `${originIn(source)}/communities/${slug}/`);
}

/** `open`, `restricted`, `embargoed`, or `closed` where there are no files. */
export function accessIn({ record }: ExportSource): string | undefined {
  const status = textAt(docAt(record, 'access'), 'status');
  return status === 'metadata-only' ? 'closed' : status;
}

export function englishTitle(doc: Doc): string | undefined {
  return textAt(docAt(doc, 'title'), 'en');
}

/** The address where people find the server: what comes before `/records/`. */
export function originIn(source: ExportSource): string {
  return (linkIn(source, 'self_html') ?? '').replace(/\/records\/.*$/, '');
}

export function licenceUrl(right: Doc): string | undefined {
  return textAt(right, 'link') ?? textAt(docAt(right, 'props'), 'url');
}

/** A document without what is undefined. */
export function present(fields: Readonly<Record<string, Doc[string] | undefined>>): Doc {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Doc[string]] => entry[1] !== undefined));
}

/** A list, or undefined when it is empty. */
export function filled<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : [...list];
}
