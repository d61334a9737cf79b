import { type Doc, docAt, docsAt, isDoc, textAt } from '../json.ts';
import { element, type XmlElement } from './xml.ts';

const KERNEL = 'http://datacite.org/schema/kernel-4';
/** The namespace of schema locations; a document inside another one leaves it to the outer. */
export const XSI = { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' };

/** DataCite JSON as DataCite 4.5 XML. */
export function dataciteXml(datacite: Doc, inside = false): XmlElement {
  const { resourceType, resourceTypeGeneral } = docAt(datacite, 'types');
  return element(
    'resource',
    { xmlns: KERNEL, ...(inside ? {} : XSI), 'xsi:schemaLocation': `${KERNEL} http://schema.datacite.org/meta/kernel-4.5/metadata.xsd` },
    list(datacite, 'alternateIdentifiers', (one) =>
      element('alternateIdentifier', { alternateIdentifierType: text(one, 'alternateIdentifierType') }, text(one, 'alternateIdentifier')),
    ),
    list(datacite, 'creators', (one) => element('creator', {}, ...person(one, 'creatorName'))),
    list(datacite, 'titles', (one) =>
      element('title', { 'xml:lang': text(one, 'lang'), titleType: text(one, 'titleType') }, text(one, 'title')),
    ),
    element('publisher', {}, text(docAt(datacite, 'publisher'), 'name')),
    plain(datacite, 'publicationYear'),
    list(datacite, 'subjects', (one) => element('subject', { subjectScheme: text(one, 'subjectScheme') }, text(one, 'subject'))),
    list(datacite, 'contributors', (one) =>
      element('contributor', { contributorType: text(one, 'contributorType') }, ...person(one, 'contributorName')),
    ),
    list(datacite, 'dates', (one) =>
      element('date', { dateType: text(one, 'dateType'), dateInformation: text(one, 'dateInformation') }, text(one, 'date')),
    ),
    plain(datacite, 'language'),
    element('resourceType', { resourceTypeGeneral: String(resourceTypeGeneral) }, String(resourceType)),
    plain(datacite, 'doi', 'identifier', { identifierType: 'DOI' }),
    list(datacite, 'relatedIdentifiers', related),
    texts(datacite, 'sizes', 'size'),
    texts(datacite, 'formats', 'format'),
    plain(datacite, 'version'),
    list(datacite, 'rightsList', (one) =>
      element(
        'rights',
        {
          rightsURI: text(one, 'rightsUri'),
          rightsIdentifierScheme: text(one, 'rightsIdentifierScheme'),
          rightsIdentifier: text(one, 'rightsIdentifier'),
        },
        text(one, 'rights'),
      ),
    ),
    list(datacite, 'descriptions', (one) =>
      element('description', { descriptionType: text(one, 'descriptionType'), 'xml:lang': text(one, 'lang') }, text(one, 'description')),
    ),
    list(datacite, 'geoLocations', place),
    list(datacite, 'fundingReferences', funding),
  );
}

function text(doc: Doc, key: string): string | undefined {
  return textAt(doc, key);
}

function plain(doc: Doc, key: string, name = key, attributes: Record<string, string> = {}): XmlElement | undefined {
  const value = text(doc, key);
  return value === undefined ? undefined : element(name, attributes, value);
}

function list(doc: Doc, key: string, of: (one: Doc) => XmlElement): XmlElement | undefined {
  const items = docsAt(doc, key);
  return items.length === 0 ? undefined : element(key, {}, items.map(of));
}

function texts(doc: Doc, key: string, name: string): XmlElement | undefined {
  const items = doc[key];
  return Array.isArray(items) && items.length > 0
    ? element(
        key,
        {},
        items.map((one) => element(name, {}, String(one))),
      )
    : undefined;
}

function person(one: Doc, name: 'creatorName' | 'contributorName'): (XmlElement | undefined)[] {
  return [
    element(name, { nameType: text(one, 'nameType') }, text(one, 'name')),
    plain(one, 'givenName'),
    plain(one, 'familyName'),
    ...docsAt(one, 'nameIdentifiers').map((id) =>
      element('nameIdentifier', { nameIdentifierScheme: text(id, 'nameIdentifierScheme') }, text(id, 'nameIdentifier')),
    ),
    ...docsAt(one, 'affiliation').map((affiliation) =>
      element(
        'affiliation',
        {
          affiliationIdentifier: text(affiliation, 'affiliationIdentifier'),
          affiliationIdentifierScheme: text(affiliation, 'affiliationIdentifierScheme'),
        },
        text(affiliation, 'name'),
      ),
    ),
  ];
}

function related(one: Doc): XmlElement {
  return element(
    'relatedIdentifier',
    {
      relationType: text(one, 'relationType'),
      resourceTypeGeneral: text(one, 'resourceTypeGeneral'),
      relatedIdentifierType: text(one, 'relatedIdentifierType'),
    },
    text(one, 'relatedIdentifier'),
  );
}

function place(one: Doc): XmlElement {
  const fields = (doc: Doc) => Object.keys(doc).map((key) => plain(doc, key));
  const shape = (key: string) => (isDoc(one[key]) ? element(key, {}, ...fields(one[key])) : undefined);
  const corners = docsAt(one, 'geoLocationPolygon').map((corner) => element('polygonPoint', {}, ...fields(docAt(corner, 'polygonPoint'))));
  return element(
    'geoLocation',
    {},
    plain(one, 'geoLocationPlace'),
    shape('geoLocationPoint'),
    shape('geoLocationBox'),
    corners.length > 0 ? element('geoLocationPolygon', {}, corners) : undefined,
  );
}

function funding(one: Doc): XmlElement {
  return element(
    'fundingReference',
    {},
    plain(one, 'funderName'),
    plain(one, 'funderIdentifier', 'funderIdentifier', { funderIdentifierType: text(one, 'funderIdentifierType') ?? 'Other' }),
    plain(one, 'awardNumber'),
    plain(one, 'awardTitle'),
  );
}
