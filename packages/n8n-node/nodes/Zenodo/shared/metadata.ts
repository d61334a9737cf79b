import type { Creator, Metadata } from '@zenodo-connect/core/portable';
import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

interface CreatorRow {
  type?: 'personal' | 'organizational';
  familyName?: string;
  givenNames?: string;
  name?: string;
  orcid?: string;
  affiliation?: string;
}

interface AdditionalFields {
  description?: string;
  keywords?: string;
  languages?: string;
  license?: string;
  publisher?: string;
  version?: string;
}

/** The metadata of one item, from the fields or from JSON. What is left empty is left out. */
export function readMetadata(context: IExecuteFunctions, itemIndex: number): Metadata {
  const byFields = context.getNodeParameter('metadataInput', itemIndex) === 'fields';
  return byFields ? fromFields(context, itemIndex) : fromJson(context, itemIndex);
}

function fromFields(context: IExecuteFunctions, itemIndex: number): Metadata {
  const text = (name: string) => String(context.getNodeParameter(name, itemIndex, '') ?? '').trim();
  const { creator: rows = [] } = context.getNodeParameter('creators', itemIndex, {}) as { creator?: CreatorRow[] };
  const more = context.getNodeParameter('additionalFields', itemIndex, {}) as AdditionalFields;
  const missing = missingField(text('title'), rows);
  if (missing) throw new NodeOperationError(context.getNode(), missing, { itemIndex, description: 'Zenodo cites the record by it' });
  const metadata = {
    title: text('title'),
    resource_type: { id: text('resourceType') },
    creators: rows.map(creatorOf),
    publication_date: text('publicationDate') || undefined,
    description: filled(more.description),
    publisher: filled(more.publisher),
    version: filled(more.version),
    subjects: listed(more.keywords)?.map((subject) => ({ subject })),
    languages: listed(more.languages)?.map((id) => ({ id })),
    rights: filled(more.license) ? [{ id: filled(more.license) }] : undefined,
  };
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)) as Metadata;
}

function missingField(title: string, rows: readonly CreatorRow[]): string | undefined {
  if (title === '') return "'Title' is missing";
  if (rows.length === 0) return "'Creators' is empty";
  const nameless = rows.findIndex((row) => !(row.type === 'organizational' ? filled(row.name) : filled(row.familyName)));
  if (nameless < 0) return undefined;
  return `'${rows[nameless]?.type === 'organizational' ? 'Name' : 'Family Name'}' of creator ${nameless + 1} is missing`;
}

function creatorOf(row: CreatorRow): Creator {
  if (row.type === 'organizational') return { person_or_org: { type: 'organizational', name: filled(row.name) ?? '' } };
  const given = filled(row.givenNames);
  // ORCIDs are pasted as addresses as often as bare.
  const orcid = filled(row.orcid)?.replace(/^https?:\/\/orcid\.org\//, '');
  const affiliation = filled(row.affiliation);
  return {
    person_or_org: {
      type: 'personal',
      family_name: filled(row.familyName) ?? '',
      ...(given ? { given_name: given } : {}),
      ...(orcid ? { identifiers: [{ scheme: 'orcid', identifier: orcid }] } : {}),
    },
    ...(affiliation ? { affiliations: [{ name: affiliation }] } : {}),
  };
}

/** n8n gives a JSON field as text, or as an object when an expression made one. */
function fromJson(context: IExecuteFunctions, itemIndex: number): Metadata {
  const given = context.getNodeParameter('metadataJson', itemIndex);
  const value = typeof given === 'string' ? parsed(given) : given;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Metadata;
  throw new NodeOperationError(context.getNode(), "'Metadata (JSON)' is not a JSON object", {
    itemIndex,
    description: 'It begins with { and holds title, resource_type and creators. Check quotes and commas.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const filled = (text: string | undefined): string | undefined => String(text ?? '').trim() || undefined;

function listed(text: string | undefined): string[] | undefined {
  const parts = String(text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 0 ? parts : undefined;
}
