import type { ExportFormat } from '@zenodo-connect/core/portable';
import type { Operation } from '../../shared/turn.ts';

/** The end of the file's name, and its type. */
const files: { readonly [format: string]: readonly [ending: string, mimeType: string] } = {
  bibtex: ['bib', 'application/x-bibtex'],
  cff: ['cff', 'application/yaml'],
  citation: ['txt', 'text/plain'],
  codemeta: ['codemeta.json', 'application/json'],
  csl: ['csl.json', 'application/json'],
  'datacite-json': ['datacite.json', 'application/json'],
  'datacite-xml': ['datacite.xml', 'application/xml'],
  'dcat-ap': ['dcat.xml', 'application/xml'],
  dublincore: ['dc.xml', 'application/xml'],
  json: ['json', 'application/json'],
  'json-ld': ['jsonld', 'application/ld+json'],
  marcxml: ['marc.xml', 'application/xml'],
};

/** A record's metadata in another format, as text or as a file. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('recordId');
  const format = turn.needed('format', 'Format');
  const known = files[format] ?? turn.refuse(`'Format' is '${format}', which is none`, `Choose one of ${Object.keys(files).join(', ')}`);
  const content =
    format === 'citation'
      ? await turn.zenodo.records.citation(id, { style: turn.needed('style', 'Citation Style') }, turn.call)
      : await turn.zenodo.records.export(id, format as ExportFormat, turn.call);
  if (!turn.option('asFile', false)) return turn.gives({ id, format, content });
  const [ending, mimeType] = known;
  const field = turn.optionText('outputField') ?? 'data';
  const binary = await turn.context.helpers.prepareBinaryData(Buffer.from(content, 'utf8'), `${id}.${ending}`, mimeType);
  return [{ json: { id, format, fileName: `${id}.${ending}` }, binary: { [field]: binary }, pairedItem: { item: turn.itemIndex } }];
};
