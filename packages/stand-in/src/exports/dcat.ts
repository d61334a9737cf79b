import type { ExportSource } from './source.ts';
import { element, type XmlElement } from './xml.ts';
export function dcat(_source: ExportSource): XmlElement {
  return element('rdf:RDF');
}
