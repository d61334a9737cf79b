/** Zenodo's old field names and what they stand for today. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  access_right: 'access.status',
  'alternate.identifier': 'metadata.identifiers.identifier',
  'alternate.scheme': 'metadata.identifiers.scheme',
  conceptdoi: 'parent.pids.doi.identifier',
  conceptrecid: 'parent.id',
  'contributors.name': 'metadata.contributors.person_or_org.name',
  'creators.affiliation': 'metadata.creators.affiliations.name',
  'creators.name': 'metadata.creators.person_or_org.name',
  'creators.orcid': 'metadata.creators.person_or_org.identifiers.identifier',
  doi: 'pids.doi.identifier',
  filename: 'files.entries.key',
  filetype: 'files.entries.ext',
  keywords: 'metadata.subjects.subject',
  language: 'metadata.languages.id',
  publication_date: 'metadata.publication_date',
  publicationdate: 'metadata.publication_date',
  recid: 'id',
  'related.identifier': 'metadata.related_identifiers.identifier',
  'related.relation': 'metadata.related_identifiers.relation_type.id',
  'related.scheme': 'metadata.related_identifiers.scheme',
  'resource_type.type': 'metadata.resource_type.id',
  'resource_type.subtype': 'metadata.resource_type.id',
  title: 'metadata.title',
  version: 'versions.index',
};

/** Fields that are read as words; all others are compared whole. */
const TEXT = new Set([
  'metadata.title',
  'metadata.additional_titles.title',
  'metadata.description',
  'metadata.additional_descriptions.description',
  'metadata.publisher',
  'metadata.subjects.subject',
  'metadata.creators.person_or_org.name',
  'metadata.creators.affiliations.name',
  'metadata.contributors.person_or_org.name',
  'metadata.contributors.affiliations.name',
  'metadata.references.reference',
]);

/** Fields that a word without a field is looked for in, beside those read as words. */
const WHOLE = [
  'id',
  'parent.id',
  'pids.doi.identifier',
  'metadata.identifiers.identifier',
  'metadata.related_identifiers.identifier',
  'metadata.version',
];

export const DEFAULT_FIELDS: readonly string[] = [...TEXT, ...WHOLE];

/** The path that a field name of a query means. */
export function fieldPath(name: string): string {
  return OLD_NAMES[name] ?? name;
}

export function isText(path: string): boolean {
  return TEXT.has(path);
}
