import type { ExportFormat } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import { options, shownFor } from '../../shared/fields.ts';
import { recordLocator } from '../../shared/locators.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('record', 'exportMetadata');

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

export const description: INodeProperties[] = [
  recordLocator(shown, 'The published record to export'),
  {
    displayName: 'Format',
    name: 'format',
    type: 'options',
    options: [
      { name: 'BibTeX', value: 'bibtex' },
      { name: 'Citation File Format', value: 'cff' },
      { name: 'Citation Text', value: 'citation', description: 'A reference for people, in a style of your choice' },
      { name: 'CodeMeta', value: 'codemeta' },
      { name: 'CSL JSON', value: 'csl' },
      { name: 'DataCite JSON', value: 'datacite-json' },
      { name: 'DataCite XML', value: 'datacite-xml' },
      { name: 'DCAT-AP', value: 'dcat-ap' },
      { name: 'Dublin Core', value: 'dublincore' },
      { name: 'JSON', value: 'json', description: 'The format of Zenodo itself' },
      { name: 'JSON-LD', value: 'json-ld', description: 'The format of schema.org' },
      { name: 'MARCXML', value: 'marcxml' },
    ],
    default: 'bibtex',
    required: true,
    displayOptions: { show: shown },
  },
  {
    displayName: 'Citation Style',
    name: 'style',
    type: 'string',
    default: 'apa',
    required: true,
    placeholder: 'e.g. apa',
    description: 'The name of a style of the Citation Style Language, such as apa, ieee or vancouver',
    displayOptions: { show: { ...shown, format: ['citation'] } },
  },
  options(
    shown,
    {
      displayName: 'Put Output in File',
      name: 'asFile',
      type: 'boolean',
      default: false,
      description: 'Whether to give a binary file instead of text',
    },
    {
      displayName: 'Put Output File in Field',
      name: 'outputField',
      type: 'string',
      default: 'data',
      hint: 'The name of the output binary field to put the file in',
    },
  ),
];

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
