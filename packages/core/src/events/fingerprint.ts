import { createHash } from 'node:crypto';
import type { FilesSummary } from '../types/record.ts';
import type { FilesState } from './event-types.ts';

/** Fields whose change is told by name, in the order of their hashes. Append only: states that were kept go by this order. */
const fields = [
  'access',
  'custom_fields',
  'resource_type',
  'creators',
  'title',
  'publisher',
  'publication_date',
  'description',
  'rights',
  'subjects',
  'contributors',
  'dates',
  'languages',
  'identifiers',
  'related_identifiers',
  'version',
  'funding',
  'references',
  'additional_titles',
  'additional_descriptions',
  'locations',
  'sizes',
  'formats',
  'copyright',
] as const;
const beside = new Set<string>(['access', 'custom_fields']);
const named = new Set<string>(fields);

/** The fields of a record whose changes are told. */
export interface RecordValues {
  readonly metadata: { readonly [name: string]: unknown };
  readonly access?: unknown;
  readonly custom_fields?: unknown;
}

/** Four characters for each field that is there, so that a change can be named without keeping what was there before. */
export function fieldsPrint(values: RecordValues): string {
  return [...fields, '']
    .map((name) => fieldIn(name, values))
    .map((value) => (isEmpty(value) ? '' : hash(value, 3)))
    .join(',');
}

/** What stands at a path that `changedPaths` named; null where nothing does. */
export function valueAt(path: string, values: RecordValues): unknown {
  const name = path === 'metadata' ? '' : path.replace(/^metadata\./, '');
  return fieldIn(name, values) ?? null;
}

/** The empty name is for all fields that have none here. */
function fieldIn(name: string, values: RecordValues): unknown {
  if (name === '') return Object.fromEntries(Object.entries(values.metadata).filter(([field]) => !named.has(field)));
  return beside.has(name) ? values[name as 'access'] : values.metadata[name];
}

/** The paths that two prints differ in. */
export function changedPaths(before: string, after: string): string[] {
  const [old, now] = [before.split(','), after.split(',')];
  return [...fields, ''].flatMap((name, at) => (old[at] === now[at] ? [] : [pathOf(name)]));
}

export function filesState({ count, total_bytes, entries }: FilesSummary): FilesState {
  const files = entries && Object.values(entries).map(({ key, checksum, size }) => [key, checksum ?? null, size ?? null]);
  const sorted = files?.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return { count: count ?? files?.length ?? null, total_bytes: total_bytes ?? null, fingerprint: sorted ? hash(sorted, 9) : null };
}

/** What is not shown to the caller says nothing. */
export function filesDiffer(before: FilesState, after: FilesState): boolean {
  if (before.fingerprint !== null && after.fingerprint !== null) return before.fingerprint !== after.fingerprint;
  const differ = (a: number | null, b: number | null) => a !== null && b !== null && a !== b;
  return differ(before.count, after.count) || differ(before.total_bytes, after.total_bytes);
}

const pathOf = (name: string): string => (name === '' ? 'metadata' : beside.has(name) ? name : `metadata.${name}`);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

function hash(value: unknown, bytes: number): string {
  return createHash('sha256').update(stable(value)).digest().subarray(0, bytes).toString('base64url');
}

/** JSON whose keys are in order: an index and a database give them in different ones. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
