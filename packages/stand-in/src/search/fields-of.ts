import { doiOf } from '../app.ts';
import { type Doc, docAt, isDoc, type Json, textAt } from '../json.ts';
import { accessStatus, statusOf } from '../replies/native-view.ts';
import type { Content, Entry } from '../state/entry.ts';
import { withTerms } from '../vocabularies/references.ts';
import { termProperty } from '../vocabularies/vocabulary.ts';

/** What a query can look at in a draft or record, in the field names of the native dialect. */
export function fieldsOf(entry: Entry, side: 'draft' | 'record'): Doc {
  const content = side === 'draft' ? entry.draft! : entry.record!;
  return {
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
      pids: conceptPids(entry),
      communities: {
        ids: (entry.communities ?? []).map(({ id }) => id),
        entries: (entry.communities ?? []).map(({ id, slug }) => ({ id, slug })),
      },
    },
    versions: { index: entry.index },
    is_deleted: false,
    is_published: entry.record !== undefined,
    is_draft: side === 'draft',
    status: side === 'draft' ? statusOf(entry) : 'published',
    files: {
      enabled: content.files.enabled,
      count: content.files.entries.length,
      types: [...new Set(content.files.entries.map((file) => endingOf(file.key) ?? ''))].filter(Boolean),
      totalbytes: content.files.entries.reduce((sum, file) => sum + (file.size ?? 0), 0),
      entries: content.files.entries.map((file) => ({
        key: file.key,
        size: file.size ?? 0,
        checksum: file.checksum ?? '',
        ext: endingOf(file.key) ?? '',
      })),
    },
  };
}

/** A concept has a DOI where a version has one of Zenodo's own. */
function conceptPids({ record, parentId }: Entry): Doc {
  return textAt(docAt(record?.pids ?? {}, 'doi'), 'provider') === 'datacite' ? { doi: { identifier: doiOf(parentId) } } : {};
}

/** The metadata with what its terms stand for: awards and funders by name, and the two levels of its type. */
function searchedMetadata({ metadata }: Content): Doc {
  const id = textAt(docAt(metadata, 'resource_type'), 'id');
  const shown = ['funding', 'rights', 'creators', 'contributors'].some((key) => key in metadata) ? withTerms(metadata) : metadata;
  if (id === undefined) return shown;
  const props = { type: termProperty('resource-types', id, 'type') ?? id, subtype: termProperty('resource-types', id, 'subtype') ?? '' };
  return { ...shown, resource_type: { id, props } };
}

/** The ending of a file's name, in lower case. */
export function endingOf(key: string): string | undefined {
  return /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase();
}

type Plain = string | number | boolean;

/** Every plain value under a dotted path, lists walked through. */
export function valuesAt(from: Json | undefined, path: readonly string[]): Plain[] {
  if (Array.isArray(from)) return from.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return typeof from === 'string' || typeof from === 'number' || typeof from === 'boolean' ? [from] : [];
  return isDoc(from) ? valuesAt(from[step], rest) : [];
}

/** Calls `take` with every plain value and its dotted path, lists walked through. */
export function eachValue(from: Json | undefined, take: (path: string, value: Plain) => void, path = ''): void {
  if (Array.isArray(from)) for (const item of from) eachValue(item, take, path);
  else if (isDoc(from)) for (const [key, value] of Object.entries(from)) eachValue(value, take, path === '' ? key : `${path}.${key}`);
  else if (from !== null && from !== undefined) take(path, from);
}
