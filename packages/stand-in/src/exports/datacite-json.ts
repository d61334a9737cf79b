import { type Doc, docAt, docsAt, type Json, textAt } from '../json.ts';
import { termProperty, type VocabularyName, vocabularies } from '../vocabularies/vocabulary.ts';
import { yearOf } from './edtf-date.ts';
import { datacitePersonScheme, dataciteRelatedScheme, dataciteScheme } from './identifier-urls.ts';
import {
  accessIn,
  communityUrlsIn,
  conceptDoiIn,
  doiIn,
  type ExportSource,
  englishTitle,
  filled,
  licenceUrl,
  linkIn,
  present,
  typeIn,
} from './source.ts';
import { strippedHtml } from './texts.ts';

/**
 * For whom the metadata is written: `reader` of the API; `harvester` of OAI-PMH, who gets no address of the record and funders by their DOI;
 * `registry`, DataCite itself, which gets neither access rights nor the day of the last change.
 */
type Audience = 'reader' | 'harvester' | 'registry';

/** The record as DataCite 4.5 JSON. */
export function dataciteJson(source: ExportSource, audience: Audience = 'reader'): Doc {
  const { metadata } = source;
  return present({
    doi: doiIn(source),
    types: typesOf(typeIn(source)),
    titles: textsOf(metadata, 'title'),
    creators: filled(docsAt(metadata, 'creators').map(person)),
    contributors: filled(docsAt(metadata, 'contributors').map(contributor)),
    publisher: metadata['publisher'] ? { name: metadata['publisher'] } : undefined,
    publicationYear: yearOf(textAt(metadata, 'publication_date') ?? ''),
    subjects: filled(docsAt(metadata, 'subjects').map(subject)),
    dates: filled(datesOf(source, audience)),
    language: textAt(docsAt(metadata, 'languages')[0] ?? {}, 'id'),
    alternateIdentifiers: filled(alternates(source, audience)),
    relatedIdentifiers: filled(relations(source)),
    sizes: metadata['sizes'],
    formats: metadata['formats'],
    version: metadata['version'],
    rightsList: filled(rightsOf(source, audience)),
    descriptions: textsOf(metadata, 'description', 'Abstract'),
    geoLocations: filled(docsAt(docAt(metadata, 'locations'), 'features').map(place)),
    fundingReferences: filled(docsAt(metadata, 'funding').map((funding) => fundingOf(funding, audience))),
    schemaVersion: 'http://datacite.org/schema/kernel-4',
  });
}

function typesOf(id: string): Doc {
  return {
    resourceTypeGeneral: termProperty('resource-types', id, 'datacite_general') ?? 'Other',
    resourceType: termProperty('resource-types', id, 'datacite_type') ?? '',
  };
}

/** The main title or description and its additional ones. */
function textsOf(metadata: Doc, field: 'title' | 'description', type?: string): Json[] | undefined {
  const main = textAt(metadata, field);
  const more = docsAt(metadata, `additional_${field}s`).map((one) => {
    const known = termProperty(`${field}-types` as VocabularyName, textAt(docAt(one, 'type'), 'id') ?? '', 'datacite');
    return present({ [field]: strippedHtml(textAt(one, field) ?? ''), [`${field}Type`]: known, lang: textAt(docAt(one, 'lang'), 'id') });
  });
  const first = main ? [present({ [field]: strippedHtml(main), [`${field}Type`]: type })] : [];
  return filled([...first, ...more]);
}

function person(given: Doc): Doc {
  const entity = docAt(given, 'person_or_org');
  return present({
    name: entity['name'],
    nameType: entity['type'] === 'organizational' ? 'Organizational' : 'Personal',
    givenName: entity['given_name'],
    familyName: entity['family_name'],
    nameIdentifiers: docsAt(entity, 'identifiers').map((one) => ({
      nameIdentifier: one['identifier'] ?? '',
      nameIdentifierScheme: datacitePersonScheme(textAt(one, 'scheme') ?? ''),
    })),
    affiliation: filled(docsAt(given, 'affiliations').map(affiliationOf)),
  });
}

function affiliationOf(affiliation: Doc): Doc {
  const known = docsAt(affiliation, 'identifiers');
  if (!affiliation['id'] || known.length === 0) return present({ name: affiliation['name'] });
  const { identifier, scheme } = preferred(known, ['ror', 'isni', 'gnd']) ?? { ...known[0], scheme: 'other' };
  return present({
    name: affiliation['name'],
    affiliationIdentifier: scheme === 'ror' ? `https://ror.org/${String(identifier)}` : identifier,
    affiliationIdentifierScheme: String(scheme).toUpperCase(),
  });
}

function contributor(given: Doc): Doc {
  const role = textAt(docAt(given, 'role'), 'id');
  return present({ ...person(given), contributorType: role && termProperty('contributor-roles', role, 'datacite') });
}

function subject(given: Doc): Doc {
  const id = textAt(given, 'id');
  return present({
    subject: given['subject'],
    subjectScheme: id && given['scheme'],
    valueURI: id && /^https?:\/\//.test(id) ? id : undefined,
  });
}

function datesOf({ metadata, record }: ExportSource, audience: Audience): Doc[] {
  const issued = textAt(metadata, 'publication_date');
  const given = docsAt(metadata, 'dates').map((one) =>
    present({
      date: one['date'],
      dateType: termProperty('date-types', textAt(docAt(one, 'type'), 'id') ?? '', 'datacite') ?? 'Other',
      dateInformation: one['description'] || undefined,
    }),
  );
  const saysUpdated = docsAt(metadata, 'dates').some((one) => docAt(one, 'type')['id'] === 'updated');
  const updated = textAt(record, 'updated');
  return [
    ...(issued ? [{ date: issued, dateType: 'Issued' }] : []),
    ...given,
    ...(updated && !saysUpdated && audience !== 'registry' ? [{ date: updated.slice(0, 10), dateType: 'Updated' }] : []),
  ];
}

function alternates(source: ExportSource, audience: Audience): Doc[] {
  const page = audience === 'reader' ? linkIn(source, 'self_html') : undefined;
  const pids = Object.entries(docAt(source.record, 'pids')).filter(([scheme]) => scheme !== 'doi');
  return [
    ...(page ? [alternate(page, 'URL')] : []),
    ...pids.map(([scheme, pid]) => alternate(textAt(pid as Doc, 'identifier') ?? '', scheme)),
    ...docsAt(source.metadata, 'identifiers').map((one) =>
      alternate(textAt(one, 'identifier') ?? '', dataciteScheme(textAt(one, 'scheme') ?? '')),
    ),
  ];
}

function alternate(alternateIdentifier: string, alternateIdentifierType: string): Doc {
  return { alternateIdentifier, alternateIdentifierType };
}

function relations(source: ExportSource): Doc[] {
  const given = docsAt(source.metadata, 'related_identifiers').flatMap((one) => {
    const scheme = dataciteRelatedScheme(textAt(one, 'scheme') ?? '');
    if (scheme === undefined) return [];
    const type = textAt(docAt(one, 'resource_type'), 'id');
    const relation = {
      relatedIdentifier: one['identifier'],
      relationType: termProperty('relation-types', textAt(docAt(one, 'relation_type'), 'id') ?? '', 'datacite') ?? '',
      relatedIdentifierType: scheme,
      resourceTypeGeneral: type && (termProperty('resource-types', type, 'datacite_general') ?? 'Other'),
    };
    return [present(relation)];
  });
  const concept = conceptDoiIn(source);
  const communities = communityUrlsIn(source);
  const issn = textAt(docAt(source.customFields, 'journal:journal'), 'issn');
  return [
    ...given,
    ...(concept ? [{ relatedIdentifier: concept, relationType: 'IsVersionOf', relatedIdentifierType: 'DOI' }] : []),
    ...communities.map((url) => ({ relatedIdentifier: url, relationType: 'IsPartOf', relatedIdentifierType: 'URL' })),
    ...(issn
      ? [{ relatedIdentifier: issn, relationType: 'IsPartOf', relatedIdentifierType: 'ISSN', resourceTypeGeneral: 'Collection' }]
      : []),
  ];
}

function rightsOf(source: ExportSource, audience: Audience): Doc[] {
  const rights = docsAt(source.metadata, 'rights').map((right) =>
    present({
      rights: englishTitle(right),
      rightsIdentifier: right['id'],
      rightsIdentifierScheme: right['id'] && docAt(right, 'props')['scheme'],
      rightsUri: textAt(docAt(right, 'props'), 'url') ?? licenceUrl(right),
    }),
  );
  const access = audience === 'registry' ? undefined : accessIn(source);
  const { copyright } = source.metadata;
  return [
    ...rights,
    ...(access ? [{ rightsUri: `info:eu-repo/semantics/${access}Access` }] : []),
    ...(copyright ? [{ rights: copyright, rightsUri: 'http://rightsstatements.org/vocab/InC/1.0/' }] : []),
  ];
}

function place(feature: Doc): Doc {
  const geometry = docAt(feature, 'geometry');
  const coordinates = geometry['coordinates'];
  const known = {
    ...(feature['place'] ? { geoLocationPlace: feature['place'] } : {}),
    ...(geometry['type'] === 'Point' && Array.isArray(coordinates) ? { geoLocationPoint: point(coordinates) } : {}),
  };
  if (geometry['type'] !== 'Polygon' || !Array.isArray(coordinates)) return known;
  return { ...known, ...polygon((coordinates[0] ?? []) as Json[][]) };
}

function point(coordinates: readonly Json[]): Doc {
  return { pointLongitude: String(coordinates[0]), pointLatitude: String(coordinates[1]) };
}

/** A polygon of four corners on two meridians and two parallels is a box. */
function polygon(corners: readonly Json[][]): Doc {
  const [west, east, ...otherLongitudes] = [...new Set(corners.map((corner) => Number(corner[0])))].sort((a, b) => a - b);
  const [south, north, ...otherLatitudes] = [...new Set(corners.map((corner) => Number(corner[1])))].sort((a, b) => a - b);
  const isBox = (corners.length === 4 || corners.length === 5) && east !== undefined && north !== undefined;
  if (!isBox || otherLongitudes.length + otherLatitudes.length > 0)
    return { geoLocationPolygon: corners.map((corner) => ({ polygonPoint: point(corner) })) };
  const box = { westBoundLongitude: west, eastBoundLongitude: east, southBoundLatitude: south, northBoundLatitude: north };
  return { geoLocationBox: Object.fromEntries(Object.entries(box).map(([name, value]) => [name, String(value)])) };
}

const FUNDER_TYPES: Readonly<Record<string, string>> = { isni: 'ISNI', gnd: 'GND', grid: 'GRID', ror: 'ROR', doi: 'Crossref Funder ID' };

function fundingOf(funding: Doc, audience: Audience): Doc {
  const funder = docAt(funding, 'funder');
  const award = docAt(funding, 'award');
  const best = preferred(funderIdentifiers(funder, audience), ['doi', 'ror', 'grid', 'isni', 'gnd']);
  const awardUrl = preferred(docsAt(award, 'identifiers'), ['doi', 'url']);
  return present({
    funderName: funder['name'],
    funderIdentifier: best?.['identifier'],
    funderIdentifierType: best && (FUNDER_TYPES[textAt(best, 'scheme') ?? ''] ?? 'Other'),
    awardTitle: englishTitle(award),
    awardNumber: award['number'],
    awardURI: awardUrl?.['identifier'],
  });
}

/** The identifier of the first scheme that there is one of. */
function preferred(identifiers: readonly Doc[], schemes: readonly string[]): Doc | undefined {
  const best = schemes.find((scheme) => identifiers.some((one) => one['scheme'] === scheme));
  return identifiers.find((one) => one['scheme'] === best);
}

/** What a funder is known by. The API shows its id alone; the index and the registry have all that the vocabulary knows. */
function funderIdentifiers(funder: Doc, audience: Audience): Doc[] {
  const id = textAt(funder, 'id');
  const known = audience !== 'reader' && id ? docsAt(vocabularies.funders.find(id) ?? {}, 'identifiers') : docsAt(funder, 'identifiers');
  return id ? [...known, { identifier: id, scheme: 'ror' }] : known;
}
