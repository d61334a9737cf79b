import { extname } from 'node:path';
import type { Doc } from '../json.ts';
import type { FileSet, FileState } from '../state/entry.ts';
import { iiifBase, iiifFileLinks } from './iiif-links.ts';
import { mediaTypeOf } from './media-types.ts';

const PARTS_LIFE_MS = 14 * 24 * 3600 * 1000;

/** Where a set of files stands. */
export interface FilesPlace {
  /** `…/draft/files` or `…/files`. */
  readonly url: string;
  readonly side: 'draft' | 'record';
  /** The start of the addresses of its pictures. */
  readonly iiif: string;
}

/** The place of the files of a draft or record. */
export function filesPlace(origin: string, side: FilesPlace['side'], id: string): FilesPlace {
  const url = `${origin}/api/records/${id}${side === 'draft' ? '/draft' : ''}/files`;
  return { url, side, iiif: iiifBase(origin, side, id) };
}

/** A file as the file routes show it. */
export function fileView(file: FileState, set: FileSet, place: FilesPlace): Doc {
  const self = `${place.url}/${encodePath(file.key)}`;
  return {
    created: file.created,
    updated: file.updated,
    ...objectView(file, set),
    metadata: file.metadata,
    access: { hidden: file.hidden },
    links: {
      self,
      ...contentLinks(file, self),
      ...(place.side === 'draft' ? { commit: `${self}/commit` } : {}),
      ...iiifFileLinks(place.iiif, file.key),
    },
    key: file.key,
    transfer: file.transfer,
    status: file.status,
    ...(hasObject(file) ? { checksum: file.checksum ?? null, size: file.size ?? 0, storage_class: 'L' } : file.announced),
  };
}

/** True once the server has a place for the bytes: when they are committed, and for an upload in parts from its start. */
function hasObject(file: FileState): boolean {
  return file.status === 'completed' || file.transfer['type'] === 'M';
}

function contentLinks(file: FileState, self: string): Doc {
  const { type, parts } = file.transfer;
  if (type !== 'M') return { content: `${self}/content` };
  const expiration = new Date(Date.parse(file.created) + PARTS_LIFE_MS).toISOString();
  return { parts: Array.from({ length: Number(parts) }, (_, at) => ({ part: at + 1, url: `${self}/content/${at + 1}`, expiration })) };
}

function objectView(file: FileState, set: FileSet): Doc {
  if (!hasObject(file)) return {};
  return {
    mimetype: mediaTypeOf(file.key),
    version_id: file.versionId ?? '',
    file_id: file.fileId ?? '',
    bucket_id: set.bucketId,
  };
}

/** All files, as the file routes list them. */
export function filesView(set: FileSet, place: FilesPlace): Doc {
  return {
    enabled: set.enabled,
    links: { self: place.url, archive: `${place.url}-archive` },
    entries: set.entries.map((file) => fileView(file, set, place)),
    default_preview: set.defaultPreview,
    order: set.order,
  };
}

export interface EntriesOptions {
  /** Adds the links of each file, as a record read by its id shows them. */
  readonly place?: FilesPlace;
  /** In listings, where the storage class is left out. */
  readonly listed?: boolean;
}

/** The `files` of a draft or record. */
export function filesSummary(set: FileSet, options: EntriesOptions = {}): Doc {
  const entries: Doc = {};
  for (const file of set.entries) entries[file.key] = entryView(file, options);
  return {
    enabled: set.enabled,
    ...(set.defaultPreview === null ? {} : { default_preview: set.defaultPreview }),
    order: set.order,
    count: set.entries.length,
    total_bytes: set.entries.reduce((sum, file) => sum + (hasObject(file) ? (file.size ?? 0) : 0), 0),
    entries,
  };
}

function entryView(file: FileState, { place, listed }: EntriesOptions): Doc {
  const base = { key: file.key, metadata: file.listedMetadata ?? file.metadata, access: { hidden: file.hidden } };
  if (!hasObject(file)) return base;
  return {
    id: file.fileId ?? '',
    ...(file.checksum === undefined ? {} : { checksum: file.checksum }),
    ext: extname(file.key).slice(1).toLowerCase(),
    size: file.size ?? 0,
    mimetype: mediaTypeOf(file.key),
    ...(listed ? {} : { storage_class: 'L' }),
    ...base,
    ...(place === undefined ? {} : { links: entryLinks(file, place) }),
  };
}

function entryLinks({ key }: FileState, { url, iiif }: FilesPlace): Doc {
  const self = `${url}/${encodePath(key)}`;
  return { self, content: `${self}/content`, ...iiifFileLinks(iiif, key) };
}

/** A file key in an address: each part encoded, slashes kept. */
export function encodePath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
