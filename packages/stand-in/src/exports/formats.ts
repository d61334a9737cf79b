import { RECORD_TYPES } from '../http/negotiation.ts';
import { type Reply, reply } from '../http/reply.ts';
import type { Doc } from '../json.ts';
import { bibtex } from './bibtex.ts';
import { citation } from './citation.ts';
import { cslJson } from './csl.ts';
import { fullCsv, simpleCsv } from './csv.ts';
import { dataPackage } from './data-package.ts';
import { dataciteJson } from './datacite-json.ts';
import { dataciteXml } from './datacite-xml.ts';
import { dcat } from './dcat.ts';
import { dublinCore } from './dublin-core.ts';
import { geojson } from './geojson.ts';
import { linkHeader, linkset } from './linkset.ts';
import { marcxml } from './marcxml.ts';
import { schemaOrg } from './schema-org.ts';
import { type ExportSource, exportSource } from './source.ts';
import { printXml, XML_DECLARATION, type XmlElement } from './xml.ts';

/** How a format is made: a JSON document, a text, or a table that holds all records. */
type Format =
  | { readonly json: (source: ExportSource) => Doc }
  | { readonly text: (source: ExportSource) => string; readonly sentAs?: string }
  | { readonly table: (records: readonly Doc[]) => string };

const xml = (of: (source: ExportSource) => XmlElement): Format => ({ text: (source) => XML_DECLARATION + printXml(of(source)) });
const dataciteFile = xml((source) => dataciteXml(dataciteJson(source)));
/** What a linkset names, in the order of their names: all formats but itself and the two that Zenodo added. */
const DESCRIBING = RECORD_TYPES.filter((type) => !/linkset|vnd\.zenodo|x-datacite/.test(type)).sort();

const FORMATS: Readonly<Record<string, Format>> = {
  'application/ld+json': { json: schemaOrg },
  'application/vnd.inveniordm.v1.full+csv': { table: fullCsv },
  'application/vnd.inveniordm.v1.simple+csv': { table: simpleCsv },
  'application/marcxml+xml': xml(marcxml),
  'application/vnd.citationstyles.csl+json': { json: cslJson },
  'application/vnd.datacite.datacite+json': { json: dataciteJson },
  'application/vnd.geo+json': { json: geojson },
  'application/vnd.datacite.datacite+xml': dataciteFile,
  'application/x-datacite+xml': dataciteFile,
  'application/ld+json;profile="https://datapackage.org/profiles/2.0/datapackage.json"': { json: dataPackage },
  'application/x-dc+xml': xml(dublinCore),
  'text/x-bibliography': { text: citation, sentAs: 'text/plain' },
  'application/x-bibtex': { text: bibtex },
  'application/dcat+xml': xml(dcat),
  'application/linkset+json': { json: (source) => linkset(source, DESCRIBING) },
};

/** The `Link` header of a record's page. */
export function pageLinkHeader(record: Doc): string {
  return linkHeader(exportSource(record), DESCRIBING);
}

/** True for a media type that is made from the native dialect, not one of the two JSON dialects themselves. */
export function isExport(type: string): boolean {
  return Object.hasOwn(FORMATS, type);
}

/** One record in the format of a media type. */
export function exportReply(
  status: number,
  type: string,
  record: Doc,
  query: URLSearchParams,
  headers: Record<string, string> = {},
): Reply {
  const format = FORMATS[type]!;
  if ('table' in format) return reply(status, type, format.table([record]), headers);
  const source = exportSource(record, query);
  if ('json' in format) return reply(status, type, JSON.stringify(format.json(source)), headers);
  return reply(status, format.sentAs ?? type, format.text(source), headers);
}

/** A page of a listing: in JSON with everything around the hits, else one text after the other. */
export function exportListReply(type: string, listing: Doc & { hits: { hits: Doc[]; total: number } }, query: URLSearchParams): Reply {
  const format = FORMATS[type]!;
  const records = listing.hits.hits;
  if ('table' in format) return reply(200, type, format.table(records));
  const sources = records.map((record) => exportSource(record, query));
  if ('text' in format) return reply(200, format.sentAs ?? type, sources.map(format.text).join('\n'));
  return reply(200, type, JSON.stringify({ ...listing, hits: { ...listing.hits, hits: sources.map(format.json) } }));
}
