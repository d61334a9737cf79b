import { type Doc, docAt, docsAt, textAt } from '../json.ts';
import { encodePath } from '../replies/file-view.ts';
import { dataciteJson } from './datacite-json.ts';
import { dcatAgent, dcatContributor } from './dcat-agents.ts';
import { dcatPlace } from './dcat-places.ts';
import { DCAT_NAMESPACES, literal, resource, term } from './dcat-terms.ts';
import { type ExportSource, filesIn, idOf, originIn } from './source.ts';
import { element, type XmlElement, type XmlNode } from './xml.ts';

/** The record as DCAT-AP in RDF/XML, made from its DataCite metadata as CiteDCAT-AP maps them. */
export function dcat(source: ExportSource): XmlElement {
  const datacite = dataciteJson(source);
  const uri = `https://doi.org/${String(datacite['doi'])}`;
  const type = textAt(docAt(datacite, 'types'), 'resourceTypeGeneral') ?? 'Other';
  const isData = !['Event', 'PhysicalObject', 'Service', 'Other'].includes(type);
  const spread = distributionOf(datacite, isData ? uri : undefined);
  const described = element(
    'rdf:Description',
    { 'rdf:about': uri },
    ...typesOf(type),
    literal('dct:identifier', 'anyURI', uri),
    resource('foaf:page', uri),
    docsAt(datacite, 'creators').map((one) => element('dct:creator', {}, dcatAgent(one))),
    titlesOf(datacite),
    element('dct:publisher', {}, element('foaf:Agent', {}, element('foaf:name', {}, textAt(docAt(datacite, 'publisher'), 'name')))),
    literal('dct:issued', 'gYear', textAt(datacite, 'publicationYear') ?? ''),
    docsAt(datacite, 'subjects').map(subject),
    docsAt(datacite, 'fundingReferences').flatMap(funding),
    docsAt(datacite, 'contributors').flatMap(dcatContributor),
    docsAt(datacite, 'dates').flatMap(date),
    languageOf(datacite),
    docsAt(datacite, 'alternateIdentifiers').flatMap(alternate),
    docsAt(datacite, 'relatedIdentifiers').map(related),
    textAt(datacite, 'version') ? element('owl:versionInfo', {}, textAt(datacite, 'version')) : undefined,
    docsAt(datacite, 'descriptions').map(description),
    docsAt(datacite, 'geoLocations').map(dcatPlace),
    docsAt(datacite, 'rightsList').flatMap(accessRights),
    isData ? element('dcat:distribution', {}, element('dcat:Distribution', {}, spread)) : spread,
    filesIn(source).map((file) => fileDistribution(source, file, uri)),
  );
  return element('rdf:RDF', DCAT_NAMESPACES, described);
}

/** DataCite's general types as the types of DCMI; what is missing is a text. */
const DCMI_TYPES: Readonly<Record<string, string>> = {
  Audiovisual: 'MovingImage',
  Collection: 'Collection',
  Dataset: 'Dataset',
  Event: 'Event',
  Image: 'Image',
  InteractiveResource: 'InteractiveResource',
  PhysicalObject: 'PhysicalObject',
  Service: 'Service',
  Software: 'Software',
  Sound: 'Sound',
};

function typesOf(general: string): XmlElement[] {
  const isData = !['Event', 'PhysicalObject', 'Service', 'Other'].includes(general);
  return [
    ...(isData ? [resource('rdf:type', 'http://www.w3.org/ns/dcat#Dataset')] : []),
    ...(general === 'Other' || general === 'Model' || general === 'Workflow'
      ? []
      : [resource('dct:type', `http://purl.org/dc/dcmitype/${DCMI_TYPES[general] ?? 'Text'}`)]),
  ];
}

function titlesOf(datacite: Doc): XmlElement[] {
  return docsAt(datacite, 'titles').flatMap((title) => {
    const attributes = { 'xml:lang': textAt(title, 'lang') };
    if (title['titleType'] === undefined) return [element('dct:title', attributes, textAt(title, 'title'))];
    return title['titleType'] === 'AlternativeTitle' ? [element('dct:alternative', attributes, textAt(title, 'title'))] : [];
  });
}

function subject(one: Doc): XmlElement {
  const { subject: label, subjectScheme: scheme, valueURI: uri } = one;
  if (!scheme) return element('dcat:keyword', {}, String(label));
  const inScheme = element('skos:inScheme', {}, element('skos:ConceptScheme', {}, element('dct:title', {}, String(scheme))));
  return element(
    'dct:subject',
    { 'rdf:about': uri ? String(uri) : undefined },
    element('skos:Concept', {}, element('skos:prefLabel', {}, String(label)), inScheme),
  );
}

function funding(one: Doc): XmlElement[] {
  const identifier = textAt(one, 'funderIdentifier');
  const funder = identifier && funderUri(identifier, textAt(one, 'funderIdentifierType') ?? '');
  const { awardNumber, awardTitle } = one;
  const project = element(
    'foaf:Project',
    {},
    awardNumber ? literal('dct:identifier', 'string', String(awardNumber)) : undefined,
    awardTitle ? element('dct:title', {}, String(awardTitle)) : undefined,
    funder ? resource('citedcat:isAwardedBy', funder) : undefined,
  );
  const organisation = element(
    'foaf:Organization',
    {},
    element('dct:identifier', { 'rdf:datatype': term('xsd', 'string') }, identifier),
    element('foaf:name', {}, textAt(one, 'funderName')),
  );
  return [
    ...(awardNumber || awardTitle ? [element('citedcat:isFundedBy', {}, project)] : []),
    funder ? resource('citedcat:funder', funder) : element('citedcat:funder', {}, organisation),
  ];
}

function funderUri(identifier: string, type: string): string | undefined {
  if (/^https?:/.test(identifier)) return identifier;
  const bases: Readonly<Record<string, string>> = {
    ROR: 'https://ror.org/',
    'Crossref Funder ID': 'https://doi.org/',
    GRID: 'https://www.grid.ac/institutes/',
    ISNI: 'http://www.isni.org/',
  };
  return bases[type] === undefined ? undefined : bases[type] + identifier;
}

const DATES: Readonly<Record<string, string>> = {
  Issued: 'dct:issued',
  Updated: 'dct:modified',
  Created: 'dct:created',
  Accepted: 'dct:dateAccepted',
  Available: 'dct:available',
  Copyrighted: 'dct:dateCopyrighted',
  Submitted: 'dct:dateSubmitted',
  Valid: 'dct:valid',
  Withdrawn: 'dct:modified',
};

function date(one: Doc): XmlElement[] {
  const text = textAt(one, 'date') ?? '';
  const type = textAt(one, 'dateType') ?? '';
  if (type === 'Collected') {
    const [start = '', end = start] = text.split('/');
    const ends = [dated('dcat:startDate', start), dated('dcat:endDate', end)];
    return [element('dct:temporal', {}, element('dct:PeriodOfTime', {}, ends))];
  }
  const status = 'http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN';
  return [dated(DATES[type] ?? 'dct:date', text), ...(type === 'Withdrawn' ? [resource('adms:status', status)] : [])];
}

function dated(name: string, text: string): XmlElement {
  return literal(name, text.length === 4 ? 'gYear' : text.length > 10 ? 'dateTime' : 'date', text);
}

function languageOf(datacite: Doc): XmlElement | undefined {
  const language = textAt(datacite, 'language');
  return language
    ? resource('dct:language', `http://publications.europa.eu/resource/authority/language/${language.toUpperCase()}`)
    : undefined;
}

/** Where an identifier is found, by DataCite's name of its scheme. */
function uriOf(identifier: string, scheme: string): string | undefined {
  if (/^https?:/i.test(identifier)) return identifier;
  const bases: Readonly<Record<string, [base: string, prefix?: RegExp]>> = {
    ARK: ['http://n2t.net/'],
    DOI: ['https://doi.org/', /^doi:/i],
    EAN13: ['urn:ean-13:'],
    EISSN: ['http://issn.org/resource/ISSN/'],
    Handle: ['https://hdl.handle.net/', /^hdl:/i],
    IGSN: ['https://hdl.handle.net/10273/'],
    ISBN: ['urn:isbn:'],
    ISSN: ['http://issn.org/resource/ISSN/'],
    LISSN: ['http://issn.org/resource/ISSN-L/'],
    LSID: [''],
    PMID: ['http://www.ncbi.nlm.nih.gov/pubmed/'],
    UPC: ['urn:upc:'],
    URN: [''],
    arXiv: ['http://arxiv.org/abs/', /^arxiv:/i],
    bibcode: ['http://adsabs.harvard.edu/abs/'],
  };
  const known = bases[scheme];
  return known && known[0] + (known[1] ? identifier.replace(known[1], '') : identifier);
}

function alternate(one: Doc): XmlElement[] {
  const identifier = textAt(one, 'alternateIdentifier') ?? '';
  const scheme = textAt(one, 'alternateIdentifierType') ?? '';
  const uri = uriOf(identifier, scheme);
  const notation = uri ? literal('skos:notation', 'anyURI', uri) : element('skos:notation', {}, identifier);
  const known = element('adms:identifier', {}, element('adms:Identifier', {}, notation, element('adms:schemeAgency', {}, scheme)));
  return uri ? [resource('owl:sameAs', uri), known] : [known];
}

/** DataCite's relations in RDF; a relation that is missing here is `dct:relation`. */
const RELATIONS: Readonly<Record<string, string>> = {
  Cites: 'bibo:cites',
  Compiles: 'citedcat:compiles',
  Continues: 'citedcat:continues',
  Describes: 'citedcat:describes',
  Documents: 'foaf:topic',
  HasMetadata: 'foaf:isPrimaryTopicOf',
  HasPart: 'dct:hasPart',
  HasVersion: 'dct:hasVersion',
  IsCitedBy: 'dct:isReferencedBy',
  IsCompiledBy: 'citedcat:isCompiledBy',
  IsContinuedBy: 'citedcat:isContinuedBy',
  IsDerivedFrom: 'dct:source',
  IsDescribedBy: 'wdrs:describedby',
  IsDocumentedBy: 'foaf:page',
  IsIdenticalTo: 'owl:sameAs',
  IsMetadataFor: 'foaf:primaryTopic',
  IsNewVersionOf: 'dct:isVersionOf',
  IsObsoletedBy: 'dct:isReplacedBy',
  IsOriginalFormOf: 'citedcat:isOriginalFormOf',
  IsPartOf: 'dct:isPartOf',
  IsPreviousVersionOf: 'dct:hasVersion',
  IsPublishedIn: 'dct:isPartOf',
  IsReferencedBy: 'dct:isReferencedBy',
  IsRequiredBy: 'dct:isRequiredBy',
  IsReviewedBy: 'citedcat:isReviewedBy',
  IsSourceOf: 'prov:hadDerivation',
  IsSupplementTo: 'citedcat:isSupplementTo',
  IsSupplementedBy: 'citedcat:isSupplementedBy',
  IsVariantFormOf: 'citedcat:isVariantFormOf',
  IsVersionOf: 'dct:isVersionOf',
  Obsoletes: 'dct:replaces',
  References: 'dct:references',
  Requires: 'dct:requires',
  Reviews: 'bibo:reviewOf',
};

function related(one: Doc): XmlElement {
  const identifier = textAt(one, 'relatedIdentifier') ?? '';
  const uri = uriOf(identifier, textAt(one, 'relatedIdentifierType') ?? '');
  return element(
    RELATIONS[textAt(one, 'relationType') ?? ''] ?? 'dct:relation',
    {},
    element('rdf:Description', { 'rdf:about': uri }, element('dct:identifier', {}, uri ?? identifier), relatedTypes(one)),
  );
}

function relatedTypes(one: Doc): XmlElement[] {
  if (one['relationType'] === 'HasMetadata') return [resource('rdf:type', 'http://www.w3.org/ns/dcat#CatalogRecord')];
  const general = textAt(one, 'resourceTypeGeneral');
  return general ? typesOf(general) : [];
}

function description(one: Doc): XmlElement {
  const text = (textAt(one, 'description') ?? '').replace(/\s+/g, ' ').trim();
  const attributes = { 'xml:lang': textAt(one, 'lang') };
  if (one['descriptionType'] === 'Methods')
    return element('dct:provenance', {}, element('dct:ProvenanceStatement', {}, element('rdfs:label', {}, text)));
  return element(one['descriptionType'] === 'TableOfContents' ? 'dct:tableOfContents' : 'dct:description', attributes, text);
}

const ACCESS: Readonly<Record<string, string>> = {
  open: 'PUBLIC',
  restricted: 'RESTRICTED',
  embargoed: 'NON_PUBLIC',
  closed: 'NON_PUBLIC',
};

function accessRights(one: Doc): XmlElement[] {
  const uri = textAt(one, 'rightsUri') ?? '';
  const access = /^info:eu-repo\/semantics\/(\w+)Access$/.exec(uri)?.[1];
  if (access === undefined) return [];
  const statement = element('dct:RightsStatement', { 'rdf:about': uri }, element('rdfs:label', {}));
  return [
    resource('dct:accessRights', `http://publications.europa.eu/resource/authority/access-right/${ACCESS[access] ?? 'NON_PUBLIC'}`),
    element('dct:accessRights', {}, statement),
  ];
}

function distributionOf(datacite: Doc, accessUrl: string | undefined): XmlNode[] {
  const texts = (key: string) => (Array.isArray(datacite[key]) ? datacite[key].map(String) : []);
  const extent = (text: string) => element('dct:extent', {}, element('dct:SizeOrDuration', {}, element('rdfs:label', {}, text)));
  const media = (type: string) =>
    type.includes('/')
      ? resource('dcat:mediaType', `https://www.iana.org/assignments/media-types/${type}`)
      : element('dct:format', {}, type);
  return [
    ...texts('sizes').map(extent),
    ...texts('formats').map(media),
    ...docsAt(datacite, 'rightsList').flatMap(licence),
    ...(accessUrl ? [resource('dcat:accessURL', accessUrl)] : []),
  ];
}

/** Licences of Creative Commons are known by their address; others are described. */
function licence(one: Doc): XmlElement[] {
  const uri = textAt(one, 'rightsUri');
  if (uri?.startsWith('info:')) return [];
  if (uri && /^https?:\/\/creativecommons\.org\//.test(uri)) return [resource('dct:license', uri)];
  const id = textAt(one, 'rightsIdentifier');
  const identifier = element(
    'adms:identifier',
    {},
    element(
      'adms:Identifier',
      {},
      element('skos:notation', {}, id),
      element('adms:schemeAgency', {}, textAt(one, 'rightsIdentifierScheme')),
    ),
  );
  const statement = element(
    'dct:RightsStatement',
    { 'rdf:about': uri },
    element('rdfs:label', {}, textAt(one, 'rights')),
    id ? identifier : undefined,
  );
  return [element('dct:rights', {}, statement)];
}

function fileDistribution(source: ExportSource, file: Doc, accessUrl: string): XmlElement {
  const url = `${originIn(source)}/records/${idOf(source)}/files/${encodePath(textAt(file, 'key') ?? '')}`;
  const type = textAt(file, 'mimetype');
  return element(
    'dcat:distribution',
    {},
    element(
      'dcat:Distribution',
      {},
      resource('dcat:downloadURL', url),
      type && type !== 'application/octet-stream' ? element('dcat:mediaType', {}, type) : undefined,
      file['size'] ? element('dcat:byteSize', {}, String(file['size'])) : undefined,
      resource('dcat:accessURL', accessUrl),
    ),
  );
}
