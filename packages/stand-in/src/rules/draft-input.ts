import { DOI_PREFIX } from '../app.ts';
import { type FieldError, Problem } from '../http/problem.ts';
import { type Doc, docAt, isDoc, type Json, textAt } from '../json.ts';
import { unknownCustomTerm, unknownTerm } from '../vocabularies/references.ts';
import { loadAccess } from './schema/access.ts';
import { loadCustomFields } from './schema/custom-fields.ts';
import { below, flag, list, loadGiven, NOT_NULL, object, text, withoutEmpty } from './schema/kinds.ts';
import { loadMetadata } from './schema/metadata.ts';

/** A draft's content as it will be stored, and what is wrong with what was sent. */
export interface DraftInput {
  readonly metadata: Doc;
  readonly customFields: Doc;
  readonly access: Doc;
  readonly pids: Doc;
  readonly filesEnabled: boolean;
  readonly defaultPreview: string | null;
  readonly order: string[];
  /** What the schema says against it, in the order in which Zenodo reports it. */
  readonly errors: readonly FieldError[];
}

const filesKind = object([
  { name: 'enabled', kind: flag },
  { name: 'default_preview', kind: text() },
  { name: 'order', kind: list(text()) },
]);

/** Fields that a draft's answer carries and that may come back with an update; they change nothing. */
const FILES_SHOWN = new Set(['count', 'total_bytes', 'entries']);

/**
 * Reads the body of a create or update. Saving is lenient: what is invalid is left out and reported.
 *
 * @throws {Problem} 400 for a term that its vocabulary does not know, and for access that nobody may set
 */
export function readDraftInput(body: Json | undefined): DraftInput {
  const input = isDoc(body) ? body : {};
  const metadata = loadMetadata(input['metadata']);
  const custom = loadCustomFields(input['custom_fields']);
  const access = loadAccess(input['access']);
  const files = readFiles(input['files']);
  const kept = ofToday(cleaned(metadata.value));
  const customFields = cleaned(custom.value);
  const unknown = unknownTerm(kept) ?? unknownCustomTerm(customFields);
  if (unknown !== undefined) throw new Problem(400, `Invalid value ${unknown}.`);
  const pids = readPids(input['pids']);
  return {
    metadata: kept,
    customFields,
    access: access.value,
    pids: pids.value,
    filesEnabled: true,
    defaultPreview: textAt(files.value, 'default_preview') ?? null,
    order: (files.value['order'] as string[] | undefined) ?? [],
    errors: [
      ...below('metadata', metadata.errors),
      ...below('custom_fields', custom.errors),
      ...below('access', access.errors),
      ...below('files', files.errors),
      ...below('pids', pids.errors),
    ],
  };
}

/** A thesis is a dissertation since the vocabulary was renewed. */
function ofToday(metadata: Doc): Doc {
  const type = docAt(metadata, 'resource_type');
  return type['id'] === 'publication-thesis' ? { ...metadata, resource_type: { ...type, id: 'publication-dissertation' } } : metadata;
}

function cleaned(value: Json | undefined): Doc {
  const left = value === undefined ? undefined : withoutEmpty(value);
  return isDoc(left) ? left : {};
}

function readFiles(given: Json | undefined): { value: Doc; errors: readonly FieldError[] } {
  if (given === undefined) return { value: {}, errors: [] };
  const sent = isDoc(given)
    ? Object.fromEntries(Object.entries(given).filter(([name, value]) => !FILES_SHOWN.has(name) && (value !== null || name === 'enabled')))
    : given;
  const { value, errors } = loadGiven(sent, filesKind);
  const read = isDoc(value) ? value : {};
  if (read['enabled'] !== false) return { value: read, errors };
  return { value: read, errors: [...errors, { field: 'enabled', messages: ["You don't have permissions to manage files options."] }] };
}

function readPids(given: Json | undefined): { value: Doc; errors: readonly FieldError[] } {
  if (given === undefined) return { value: {}, errors: [] };
  if (given === null) return { value: {}, errors: [{ field: '', messages: [NOT_NULL] }] };
  if (!isDoc(given)) return { value: {}, errors: [{ field: '', messages: ['Not a valid mapping type.'] }] };
  const doi = docAt(given, 'doi');
  const identifier = textAt(doi, 'identifier');
  const provider = textAt(doi, 'provider') ?? 'datacite';
  if (identifier === undefined || (identifier === '' && provider !== 'external')) return { value: {}, errors: [] };
  const value = { doi: { identifier, provider, ...(provider === 'datacite' ? { client: 'datacite' } : {}) } };
  return { value, errors: provider === 'external' ? externalDoiProblems(identifier) : [] };
}

function externalDoiProblems(identifier: string): FieldError[] {
  if (identifier === '') return [{ field: 'doi', messages: ['Missing DOI for required field.'] }];
  const managed = `The prefix '${DOI_PREFIX}' is managed by Zenodo. Please supply an external DOI or select 'No' to have a DOI generated for you.`;
  if (identifier.startsWith(`${DOI_PREFIX}/`)) return [{ field: 'doi', messages: [managed] }];
  return /^10\.\d{4,9}(\.\d+)*\/\S+$/.test(identifier) ? [] : [{ field: 'doi', messages: ['Invalid DOI'] }];
}
