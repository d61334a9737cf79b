import type { ListedRequest } from '../types/listed.ts';
import type { Draft, ZenodoRecord } from '../types/record.ts';
import type { DraftState, RecordState, RequestState } from './event-types.ts';
import { fieldsPrint, filesState, type RecordValues } from './fingerprint.ts';

/** A published version as it is remembered. */
export interface KnownRecord {
  readonly state: RecordState;
  /** See `fieldsPrint`. */
  readonly fields: string;
  /** What the fields held; not kept of all. */
  readonly values?: RecordValues;
}

export function knownRecord(record: ZenodoRecord): KnownRecord {
  const { metadata, custom_fields } = record;
  const values = { metadata: { ...metadata }, access: settled(record), custom_fields };
  return { state: recordState(record), fields: fieldsPrint(values), values };
}

function recordState(record: ZenodoRecord): RecordState {
  const { id, parent, versions, revision_id, created, updated, metadata, pids, files, access } = record;
  const embargo = access?.embargo;
  return {
    id,
    parent_id: parent.id,
    version_index: versions.index,
    is_latest: versions.is_latest,
    revision_id,
    created,
    updated,
    title: metadata.title ?? null,
    doi: pids['doi']?.identifier ?? null,
    concept_doi: parent.pids?.['doi']?.identifier ?? null,
    files: filesState(files),
    embargo_until: embargo?.active === true ? (embargo.until ?? null) : null,
  };
}

/** What of `access` a person sets: `status` is derived from the rest, and from the files. */
function settled({ access }: ZenodoRecord): unknown {
  return access && { record: access.record, files: access.files, embargo: access.embargo };
}

export function draftState({ id, parent, revision_id, updated, metadata, pids, files }: Draft): DraftState {
  const title = metadata.title ?? null;
  return { id, parent_id: parent.id, revision_id, updated, title, doi: pids['doi']?.identifier ?? null, files: filesState(files) };
}

export function requestState({ id, type, status, title, receiver, topic, updated }: ListedRequest): RequestState {
  const shown = { title: title ?? null, community_id: receiver?.community ?? null, record_id: topic?.record ?? null };
  return { id, type, status, updated, ...shown };
}

/** A known record as text of about 250 characters. Title and values are kept beside it, of some: a hundred thousand are remembered in some 30 MB. */
export function packRecord({ state, fields }: KnownRecord): string {
  const { parent_id, version_index, is_latest, revision_id, created, updated, doi, concept_doi, files, embargo_until } = state;
  const { count, total_bytes, fingerprint } = files;
  return JSON.stringify([
    parent_id,
    version_index,
    is_latest ? 1 : 0,
    revision_id,
    created,
    updated,
    doi,
    concept_doi,
    count,
    total_bytes,
    fingerprint,
    embargo_until,
    fields,
  ]);
}

type Packed = [string, number, number, number, string, string, ...(string | null)[]];

/** Longer ones are not kept. */
const longestValues = 4000;

/** The values of a record as text; undefined when it is too long to be kept. */
export function packValues({ values }: KnownRecord): string | undefined {
  const text = JSON.stringify(values);
  return text.length <= longestValues ? text : undefined;
}

export function unpackRecord(id: string, text: string, values?: string): KnownRecord {
  const kept = values === undefined ? undefined : (JSON.parse(values) as RecordValues);
  const [parent_id, version_index, latest, revision_id, created, updated, ...rest] = JSON.parse(text) as Packed;
  const [doi = null, concept_doi = null, count, total_bytes, fingerprint = null, embargo_until = null, fields] = rest;
  const files = { count: numberOr(count), total_bytes: numberOr(total_bytes), fingerprint };
  const place = { id, parent_id, version_index, is_latest: latest === 1, revision_id, created, updated };
  const title = textOr(kept?.metadata['title']);
  return { state: { ...place, title, doi, concept_doi, files, embargo_until }, fields: fields ?? '', ...(kept && { values: kept }) };
}

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export function packDraft({ parent_id, revision_id, updated, doi, files }: DraftState): string {
  return JSON.stringify([parent_id, revision_id, updated, doi, files.count, files.total_bytes, files.fingerprint]);
}

export function unpackDraft(id: string, text: string): DraftState {
  const [parent_id, revision_id, updated, doi, count, total_bytes, fingerprint] = JSON.parse(text) as [
    string,
    number,
    string,
    ...unknown[],
  ];
  const files = { count: numberOr(count), total_bytes: numberOr(total_bytes), fingerprint: textOr(fingerprint) };
  return { id, parent_id, revision_id, updated, title: null, doi: textOr(doi), files };
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
