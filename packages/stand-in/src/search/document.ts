import { type Doc, docAt, isDoc, type Json, textAt } from '../json.ts';
import { accessStatus, statusOf } from '../replies/native-view.ts';
import type { Content, Entry } from '../state/entry.ts';
import { withTerms } from '../vocabularies/references.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';

/** What a query looks at: one draft or record, in the field names of the native dialect. */
export interface SearchDocument {
  readonly entry: Entry;
  readonly side: 'draft' | 'record';
  readonly content: Content;
  readonly fields: Doc;
}

const drafts = new WeakMap<Entry, SearchDocument>();
const records = new WeakMap<Entry, SearchDocument>();

/** The draft of an entry as a document. Entries never change in place, so each is turned into fields once. */
export function draftDocument(entry: Entry): SearchDocument {
  return remembered(drafts, entry, () => documentOf(entry, 'draft', entry.draft!));
}

export function recordDocument(entry: Entry): SearchDocument {
  return remembered(records, entry, () => documentOf(entry, 'record', entry.record!));
}

function remembered(cache: WeakMap<Entry, SearchDocument>, entry: Entry, make: () => SearchDocument): SearchDocument {
  const known = cache.get(entry) ?? make();
  cache.set(entry, known);
  return known;
}

function documentOf(entry: Entry, side: 'draft' | 'record', content: Content): SearchDocument {
  const fields: Doc = {
    id: entry.id,
    created: content.created,
    updated: content.updated,
    metadata: searchedMetadata(content),
    custom_fields: content.customFields,
    access: { ...content.access, status: accessStatus(content) },
    pids: content.pids,
    parent: {
      id: entry.parentId,
      access: { owned_by: { user: entry.ownerId } },
      communities: {
        ids: (entry.communities ?? []).map(({ id }) => id),
        entries: (entry.communities ?? []).map(({ id, slug }) => ({ id, slug })),
      },
    },
    versions: { index: entry.index },
    is_published: entry.record !== undefined,
    is_draft: side === 'draft',
    status: side === 'draft' ? statusOf(entry) : 'published',
    files: {
      enabled: content.files.enabled,
      count: content.files.entries.length,
      totalbytes: content.files.entries.reduce((sum, file) => sum + (file.size ?? 0), 0),
      entries: content.files.entries.map((file) => ({
        key: file.key,
        size: file.size ?? 0,
        checksum: file.checksum ?? '',
        ext: extension(file.key),
      })),
    },
  };
  return { entry, side, content, fields };
}

/** The metadata with what its terms stand for: awards and funders by name, and the two levels of its type. */
function searchedMetadata({ metadata }: Content): Doc {
  const id = textAt(docAt(metadata, 'resource_type'), 'id');
  const shown = ['funding', 'rights', 'creators', 'contributors'].some((key) => key in metadata) ? withTerms(metadata) : metadata;
  if (id === undefined) return shown;
  const props = { type: termProperty('resource-types', id, 'type') ?? id, subtype: termProperty('resource-types', id, 'subtype') ?? '' };
  return { ...shown, resource_type: { id, props } };
}

function extension(key: string): string {
  return /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
}

/** Every plain value under a dotted path, lists walked through. */
export function valuesAt(from: Json | undefined, path: readonly string[]): (string | number | boolean)[] {
  if (Array.isArray(from)) return from.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return typeof from === 'string' || typeof from === 'number' || typeof from === 'boolean' ? [from] : [];
  return isDoc(from) ? valuesAt(from[step], rest) : [];
}
