import type { Reading } from './analysis.ts';

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
  description: 'metadata.description',
  doi: 'pids.doi.identifier',
  embargodate: 'access.embargo.until',
  filecount: 'files.count',
  filename: 'files.entries.key',
  filesize: 'files.totalbytes',
  filetype: 'files.types',
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
  user: 'parent.access.owned_by.user',
  version: 'versions.index',
};

/** How fields are read that are read as words; all others are compared whole. */
const READINGS: Readonly<Record<string, Reading>> = {
  'access.embargo.reason': 'words',
  'custom_fields.imprint:imprint.title': 'words',
  'custom_fields.journal:journal.title': 'words',
  'custom_fields.meeting:meeting.place': 'words',
  'custom_fields.meeting:meeting.title': 'words',
  'metadata.additional_descriptions.description': 'words',
  'metadata.additional_titles.title': 'plain',
  'metadata.additional_titles.title.original': 'words',
  'metadata.contributors.affiliations.name': 'plain',
  'metadata.contributors.person_or_org.family_name': 'words',
  'metadata.contributors.person_or_org.given_name': 'words',
  'metadata.contributors.person_or_org.name': 'words',
  'metadata.copyright': 'words',
  'metadata.creators.affiliations.name': 'plain',
  'metadata.creators.person_or_org.family_name': 'words',
  'metadata.creators.person_or_org.given_name': 'words',
  'metadata.creators.person_or_org.name': 'plain',
  'metadata.dates.description': 'words',
  'metadata.description': 'plain',
  'metadata.funding.award.identifiers.identifier': 'words',
  'metadata.funding.award.number': 'words',
  'metadata.funding.award.title.en': 'words',
  'metadata.funding.funder.name': 'words',
  'metadata.identifiers.identifier': 'words',
  'metadata.locations.features.description': 'words',
  'metadata.locations.features.place': 'words',
  'metadata.publisher': 'words',
  'metadata.references.reference': 'words',
  'metadata.subjects.subject': 'words',
  'metadata.title': 'plain',
  'metadata.title.original': 'words',
  'parent.pids.doi.identifier': 'words',
  'pids.doi.identifier': 'words',
};

/** Fields that are held a second time, under the name on the right: in the other reading, or as a whole. */
const COPIES: Readonly<Record<string, readonly string[]>> = {
  'metadata.additional_titles.title': ['metadata.additional_titles.title.original'],
  'metadata.funding.award.number': ['metadata.funding.award.number.keyword'],
  'metadata.publisher': ['metadata.publisher.keyword'],
  'metadata.subjects.subject': ['metadata.subjects.subject.keyword'],
  'metadata.title': ['metadata.title.original', 'metadata.title.keyword'],
  'pids.doi.identifier': ['pids.doi.identifier.keyword'],
};

/** Fields whose values are of one kind: a search for another kind in them is refused. */
const KINDS: Readonly<Record<string, Kind>> = {
  'access.embargo.active': 'flag',
  'access.embargo.until': 'date',
  created: 'date',
  'files.count': 'number',
  'files.enabled': 'flag',
  'files.entries.size': 'number',
  'files.totalbytes': 'number',
  is_deleted: 'flag',
  is_published: 'flag',
  updated: 'date',
  'versions.index': 'number',
  'versions.is_latest': 'flag',
};

/** In which of the two indexes a document is. */
export type Side = 'draft' | 'record';

export type Kind = 'date' | 'flag' | 'number';

/**
 * What a word without a field is looked for in, in records; in drafts it is every field that holds texts.
 *
 * @see inveniosoftware/invenio-rdm-records: record-v7.0.0.json (index.query.default_field)
 */
export const DEFAULT_FIELDS: readonly string[] = [
  'id',
  'metadata.title',
  'metadata.title.original',
  'metadata.contact',
  'metadata.contributors.affiliations.name',
  'metadata.contributors.person_or_org.name',
  'metadata.contributors.person_or_org.family_name',
  'metadata.contributors.person_or_org.given_name',
  'metadata.creators.affiliations.name',
  'metadata.creators.person_or_org.name',
  'metadata.creators.person_or_org.family_name',
  'metadata.creators.person_or_org.given_name',
  'metadata.description',
  'metadata.formats',
  'metadata.funding.award.identifiers.identifier',
  'metadata.funding.award.number',
  'metadata.funding.funder.name',
  'metadata.identifiers.identifier',
  'metadata.locations.features.place',
  'metadata.locations.features.description',
  'metadata.publication_date',
  'metadata.publisher',
  'metadata.subjects.subject',
  'metadata.version',
  'metadata.dates.description',
  'metadata.additional_descriptions.description',
  'metadata.references.reference',
  'metadata.additional_titles.title',
];

/** The path that a field name of a query means. */
export function fieldPath(name: string): string {
  return Object.hasOwn(OLD_NAMES, name) ? OLD_NAMES[name]! : name;
}

/** How a field is cut into words; undefined where its values are compared whole. The index of drafts cuts all alike. */
export function readingOf(path: string, side: Side): Reading | undefined {
  if (!Object.hasOwn(READINGS, path)) return undefined;
  return side === 'draft' ? 'words' : READINGS[path];
}

/** Of what kind all values of a field are; undefined for texts. */
export function kindOf(path: string): Kind | undefined {
  return Object.hasOwn(KINDS, path) ? KINDS[path] : undefined;
}

/** Under which other names a field is held too. */
export function copiesOf(path: string, side: Side): readonly string[] {
  const copies = Object.hasOwn(COPIES, path) ? COPIES[path]! : [];
  return side === 'draft' ? copies.filter((name) => !name.endsWith('.original')) : copies;
}
