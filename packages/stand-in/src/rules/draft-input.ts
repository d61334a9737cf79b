import { DOI_PREFIX } from '../app.ts';
import { type FieldError, Problem } from '../http/problem.ts';
import { type Doc, docAt, docsAt, isDoc, type Json, textAt } from '../json.ts';
import { unknownTerm } from '../vocabularies/references.ts';

/** A draft's content as it will be stored, and what is wrong with what was sent. */
export interface DraftInput {
  readonly metadata: Doc;
  readonly customFields: Doc;
  readonly access: Doc;
  readonly pids: Doc;
  readonly filesEnabled: boolean;
  readonly defaultPreview: string | null;
  readonly order: string[];
  readonly errors: readonly FieldError[];
}

/**
 * Reads the body of a create or update. Saving is lenient: what is invalid is left out and reported.
 *
 * @throws {Problem} 400 for a term that its vocabulary does not know
 */
export function readDraftInput(body: Json | undefined): DraftInput {
  const input = isDoc(body) ? body : {};
  const metadata = docAt(input, 'metadata');
  const unknown = unknownTerm(metadata);
  if (unknown !== undefined) throw new Problem(400, `Invalid value ${unknown}.`);
  const files = docAt(input, 'files');
  return {
    metadata: withNames(metadata),
    customFields: docAt(input, 'custom_fields'),
    access: readAccess(docAt(input, 'access')),
    pids: readPids(docAt(input, 'pids')),
    filesEnabled: files['enabled'] !== false,
    defaultPreview: textAt(files, 'default_preview') ?? null,
    order: Array.isArray(files['order']) ? files['order'].filter((key) => typeof key === 'string') : [],
    errors: missingFields(metadata),
  };
}

function missingFields(metadata: Doc): FieldError[] {
  const missing = ['title', 'resource_type', 'creators', 'publication_date']
    .filter((name) => metadata[name] === undefined)
    .map((name) => ({ field: `metadata.${name}`, messages: ['Missing data for required field.'] }));
  if (metadata['publisher'] === undefined)
    missing.push({ field: 'metadata.publisher', messages: ['Missing publisher field required for DOI registration.'] });
  return missing;
}

/** Adds the display name of persons: `family_name, given_name`. */
function withNames(metadata: Doc): Doc {
  const named = structuredClone(metadata);
  for (const person of [...docsAt(named, 'creators'), ...docsAt(named, 'contributors')]) {
    const body = docAt(person, 'person_or_org');
    if (body['type'] === 'personal') body['name'] = [body['family_name'], body['given_name']].filter(Boolean).join(', ');
  }
  return named;
}

function readAccess(access: Doc): Doc {
  const embargo = docAt(access, 'embargo');
  return {
    record: 'public',
    files: access['files'] === 'restricted' ? 'restricted' : 'public',
    embargo: {
      active: embargo['active'] === true,
      ...(typeof embargo['until'] === 'string' ? { until: embargo['until'] } : {}),
      reason: textAt(embargo, 'reason') ?? null,
    },
  };
}

function readPids(pids: Doc): Doc {
  const doi = docAt(pids, 'doi');
  const identifier = textAt(doi, 'identifier');
  if (identifier === undefined) return {};
  const provider = textAt(doi, 'provider') ?? (identifier.startsWith(`${DOI_PREFIX}/`) ? 'datacite' : 'external');
  return { doi: { identifier, provider, ...(provider === 'datacite' ? { client: 'datacite' } : {}) } };
}
