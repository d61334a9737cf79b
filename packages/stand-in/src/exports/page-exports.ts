import { type Reply, reply } from '../http/reply.ts';
import { type Doc, isDoc, type Json } from '../json.ts';
import { cff } from './cff.ts';
import { cslJson } from './csl.ts';
import { dataPackage } from './data-package.ts';
import { dataciteJson } from './datacite-json.ts';
import { exportReply } from './formats.ts';
import { geojson } from './geojson.ts';
import { codemeta, schemaOrg } from './schema-org.ts';
import { type ExportSource, exportSource } from './source.ts';

/** A format of the record's page, with the ending of its file's name. */
interface PageFormat {
  readonly type: string;
  readonly ending: string;
  /** Absent: the format that the API serves under this type. */
  readonly text?: (source: ExportSource) => string;
}

const LD = 'application/ld+json';
const sorted = (of: (source: ExportSource) => Doc) => (source: ExportSource) => JSON.stringify(sortedKeys(of(source)), undefined, 2);
const plain = (of: (source: ExportSource) => Doc) => (source: ExportSource) => JSON.stringify(of(source));

const PAGE_FORMATS: Readonly<Record<string, PageFormat>> = {
  json: { type: 'application/json', ending: 'json', text: sorted(({ record: { ui: _ui, ...record } }) => record) },
  'json-ld': { type: LD, ending: 'json', text: plain(schemaOrg) },
  csl: { type: 'application/vnd.citationstyles.csl+json', ending: 'json', text: sorted(cslJson) },
  'datacite-json': { type: 'application/vnd.datacite.datacite+json', ending: 'json', text: sorted(dataciteJson) },
  'datacite-xml': { type: 'application/vnd.datacite.datacite+xml', ending: 'xml' },
  dublincore: { type: 'application/x-dc+xml', ending: 'xml' },
  marcxml: { type: 'application/marcxml+xml', ending: 'xml' },
  bibtex: { type: 'application/x-bibtex', ending: 'bib' },
  geojson: { type: 'application/vnd.geo+json', ending: 'geojson', text: sorted(geojson) },
  'dcat-ap': { type: 'application/dcat+xml', ending: 'xml' },
  codemeta: { type: LD, ending: 'json', text: plain(codemeta) },
  cff: { type: 'application/x-yaml', ending: 'yaml', text: cff },
  datapackage: { type: LD, ending: 'json', text: plain(dataPackage) },
};

/** A record as a file in one of the formats of its page; undefined for an unknown format. */
export function exportFile(name: string, record: Doc, query: URLSearchParams): { reply: Reply; ending: string } | undefined {
  const format = Object.hasOwn(PAGE_FORMATS, name) ? PAGE_FORMATS[name] : undefined;
  if (!format) return undefined;
  const { type, ending, text } = format;
  return { ending, reply: text ? reply(200, type, text(exportSource(record, query))) : exportReply(200, type, record, query) };
}

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isDoc(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedKeys(value[key]!)]),
  );
}
