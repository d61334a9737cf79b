/** Where identifiers of a scheme can be opened; those of other schemes cannot. */
const LANDING: Readonly<Record<string, string>> = {
  ads: 'ui.adsabs.harvard.edu/#abs/',
  arxiv: 'arxiv.org/abs/',
  doi: 'doi.org/',
  gnd: 'd-nb.info/gnd/',
  handle: 'hdl.handle.net/',
  orcid: 'orcid.org/',
  pmcid: 'www.ncbi.nlm.nih.gov/pmc/',
  pmid: 'pubmed.ncbi.nlm.nih.gov/',
  ror: 'ror.org/',
  swh: 'archive.softwareheritage.org/',
  urn: 'nbn-resolving.org/',
};

/** The address of an identifier, or undefined when its scheme has none. */
export function identifierUrl(identifier: string, scheme: string, protocol: 'http' | 'https' = 'https'): string | undefined {
  if (scheme === 'url' || scheme === 'purl') return identifier;
  const host = LANDING[scheme];
  if (host === undefined || (scheme === 'urn' && !/^urn:nbn:/i.test(identifier))) return undefined;
  return `${protocol}://${host}${identifier.replace(scheme === 'gnd' ? /^gnd:/i : /^(?:ads|pmid):/i, '')}`;
}

/** How DataCite spells the schemes of works; others keep their own name. */
const WORK_NAMES: Readonly<Record<string, string>> = {
  ads: 'bibcode',
  ark: 'ARK',
  arxiv: 'arXiv',
  crossreffunderid: 'Crossref Funder ID',
  cstr: 'CSTR',
  doi: 'DOI',
  ean13: 'EAN13',
  eissn: 'EISSN',
  grid: 'GRID',
  handle: 'Handle',
  igsn: 'IGSN',
  isbn: 'ISBN',
  isni: 'ISNI',
  issn: 'ISSN',
  istc: 'ISTC',
  lissn: 'LISSN',
  lsid: 'LSID',
  other: 'Other',
  pmid: 'PMID',
  purl: 'PURL',
  rrid: 'RRID',
  upc: 'UPC',
  url: 'URL',
  urn: 'URN',
  w3id: 'w3id',
  wikidata: 'Other',
};

const PERSON_NAMES: Readonly<Record<string, string>> = { orcid: 'ORCID', isni: 'ISNI', gnd: 'GND', ror: 'ROR', edmo: 'URL' };

/** The schemes that DataCite takes for a related identifier, in its spelling and in lower case. */
const RELATED = new Set('ark arxiv bibcode doi ean13 eissn handle igsn isbn issn istc lissn lsid1 pmid purl upc url urn w3id'.split(' '));

export function dataciteScheme(scheme: string): string {
  return WORK_NAMES[scheme] ?? scheme;
}

export function datacitePersonScheme(scheme: string): string {
  return PERSON_NAMES[scheme] ?? scheme;
}

/** DataCite's name of the scheme, or undefined where it takes no related identifiers of it. */
export function dataciteRelatedScheme(scheme: string): string | undefined {
  const name = dataciteScheme(scheme);
  return RELATED.has(name.toLowerCase()) ? name : undefined;
}
