/** Zenodo's old field names and what they stand for today. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  '_files.checksum': 'files.entries.checksum',
  '_files.size': 'files.entries.size',
  access_right: 'access.status',
  'alternate.identifier': 'metadata.identifiers.identifier',
  'alternate.scheme': 'metadata.identifiers.scheme',
  communities: 'parent.communities.entries.slug',
  conceptdoi: 'parent.pids.doi.identifier',
  conceptrecid: 'parent.id',
  'contributors.affiliation': 'metadata.contributors.affiliations.name',
  'contributors.gnd': 'metadata.contributors.person_or_org.identifiers.identifier',
  'contributors.name': 'metadata.contributors.person_or_org.name',
  'contributors.orcid': 'metadata.contributors.person_or_org.identifiers.identifier',
  'contributors.type': 'metadata.contributors.role.id',
  'creators.affiliation': 'metadata.creators.affiliations.name',
  'creators.gnd': 'metadata.creators.person_or_org.identifiers.identifier',
  'creators.name': 'metadata.creators.person_or_org.name',
  'creators.orcid': 'metadata.creators.person_or_org.identifiers.identifier',
  doi: 'pids.doi.identifier',
  embargodate: 'access.embargo.until',
  filecount: 'files.count',
  filename: 'files.entries.key',
  filesize: 'files.totalbytes',
  filetype: 'files.entries.ext',
  'grants.acronym': 'metadata.funding.award.acronym',
  'grants.code': 'metadata.funding.award.number',
  'grants.funder.doi': 'metadata.funding.funder.identifiers.identifier',
  'grants.funder.name': 'metadata.funding.funder.name',
  'grants.program': 'metadata.funding.award.program',
  'grants.title': 'metadata.funding.award.title.en',
  'imprint.isbn': 'custom_fields.imprint:imprint.isbn',
  'imprint.place': 'custom_fields.imprint:imprint.place',
  'imprint.publisher': 'custom_fields.imprint:imprint.publisher',
  'journal.issn': 'custom_fields.journal:journal.issn',
  'journal.pages': 'custom_fields.journal:journal.pages',
  'journal.title': 'custom_fields.journal:journal.title',
  'journal.volume': 'custom_fields.journal:journal.volume',
  keywords: 'metadata.subjects.subject',
  language: 'metadata.languages.id',
  'license.identifier': 'metadata.rights.id',
  'license.url': 'metadata.rights.props.url',
  'meeting.acronym': 'custom_fields.meeting:meeting.acronym',
  'meeting.dates': 'custom_fields.meeting:meeting.dates',
  'meeting.place': 'custom_fields.meeting:meeting.place',
  'meeting.session': 'custom_fields.meeting:meeting.session',
  'meeting.session_part': 'custom_fields.meeting:meeting.session_part',
  'meeting.title': 'custom_fields.meeting:meeting.title',
  'meeting.url': 'custom_fields.meeting:meeting.url',
  notes: 'metadata.additional_descriptions.description',
  owners: 'parent.access.owned_by.user',
  'part_of.pages': 'custom_fields.imprint:imprint.pages',
  'part_of.title': 'custom_fields.imprint:imprint.title',
  publication_date: 'metadata.publication_date',
  publicationdate: 'metadata.publication_date',
  recid: 'id',
  'related.identifier': 'metadata.related_identifiers.identifier',
  'related.relation': 'metadata.related_identifiers.relation_type.id',
  'related.scheme': 'metadata.related_identifiers.scheme',
  'resource_type.subtype': 'metadata.resource_type.props.subtype',
  'resource_type.type': 'metadata.resource_type.props.type',
  size: 'files.totalbytes',
  'thesis.university': 'custom_fields.thesis:thesis.university',
  title: 'metadata.title',
  type: 'metadata.resource_type.props.type',
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
  'metadata.funding.award.title.en',
  'metadata.funding.funder.name',
  'custom_fields.imprint:imprint.title',
  'custom_fields.journal:journal.title',
  'custom_fields.meeting:meeting.title',
  'custom_fields.thesis:thesis.university',
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
  return Object.hasOwn(OLD_NAMES, name) ? OLD_NAMES[name]! : name;
}

export function isText(path: string): boolean {
  return TEXT.has(path);
}
