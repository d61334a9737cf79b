import { element, type XmlElement } from './xml.ts';

/** The vocabularies that DCAT-AP is written with, in the order in which they are declared. */
export const DCAT_NAMESPACES: Readonly<Record<string, string>> = {
  'xmlns:rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'xmlns:adms': 'http://www.w3.org/ns/adms#',
  'xmlns:bibo': 'http://purl.org/ontology/bibo/',
  'xmlns:citedcat': 'https://w3id.org/citedcat-ap/',
  'xmlns:dct': 'http://purl.org/dc/terms/',
  'xmlns:dctype': 'http://purl.org/dc/dcmitype/',
  'xmlns:dcat': 'http://www.w3.org/ns/dcat#',
  'xmlns:foaf': 'http://xmlns.com/foaf/0.1/',
  'xmlns:gsp': 'http://www.opengis.net/ont/geosparql#',
  'xmlns:locn': 'http://www.w3.org/ns/locn#',
  'xmlns:org': 'http://www.w3.org/ns/org#',
  'xmlns:owl': 'http://www.w3.org/2002/07/owl#',
  'xmlns:prov': 'http://www.w3.org/ns/prov#',
  'xmlns:rdfs': 'http://www.w3.org/2000/01/rdf-schema#',
  'xmlns:skos': 'http://www.w3.org/2004/02/skos/core#',
  'xmlns:vcard': 'http://www.w3.org/2006/vcard/ns#',
  'xmlns:wdrs': 'http://www.w3.org/2007/05/powder-s#',
};

const BASES = { xsd: 'http://www.w3.org/2001/XMLSchema#', gsp: 'http://www.opengis.net/ont/geosparql#' };

/** The full name of a data type. */
export function term(vocabulary: keyof typeof BASES, name: string): string {
  return BASES[vocabulary] + name;
}

/** A property with a typed value. */
export function literal(name: string, type: 'anyURI' | 'date' | 'dateTime' | 'gYear' | 'string', value: string): XmlElement {
  return element(name, { 'rdf:datatype': term('xsd', type) }, value);
}

/** A property whose value is a thing with an address. */
export function resource(name: string, uri: string): XmlElement {
  return element(name, { 'rdf:resource': uri });
}
