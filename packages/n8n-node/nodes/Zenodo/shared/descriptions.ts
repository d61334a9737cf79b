import type { INodeProperties } from 'n8n-workflow';
import { resourceTypes } from './resource-types.ts';

/** What an operation's fields are shown for; a property spreads it and adds conditions of its own. */
export const shownFor = (operation: string) => ({ resource: ['record'], operation: [operation] });

/** One row of a list of people and organisations. `values` of the collection is `creator`. */
const creatorValues: INodeProperties[] = [
  {
    displayName: 'Type',
    name: 'type',
    type: 'options',
    options: [
      { name: 'Organization', value: 'organizational' },
      { name: 'Person', value: 'personal' },
    ],
    default: 'personal',
  },
  {
    displayName: 'Family Name',
    name: 'familyName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Curie',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Given Names',
    name: 'givenNames',
    type: 'string',
    default: '',
    placeholder: 'e.g. Marie',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    default: '',
    placeholder: 'e.g. Institute of Physics',
    displayOptions: { show: { type: ['organizational'] } },
  },
  {
    displayName: 'ORCID',
    name: 'orcid',
    type: 'string',
    default: '',
    placeholder: 'e.g. 0000-0002-1825-0097',
    displayOptions: { show: { type: ['personal'] } },
  },
  {
    displayName: 'Affiliation',
    name: 'affiliation',
    type: 'string',
    default: '',
    placeholder: 'e.g. University of Warsaw',
    displayOptions: { show: { type: ['personal'] } },
  },
];

/** Fields that most deposits leave alone; names are the keys that `metadata.ts` reads. */
const additionalValues: INodeProperties[] = [
  {
    displayName: 'Description',
    name: 'description',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    placeholder: 'e.g. Powder diffraction of 12 samples',
    description: 'What the files are and how they came about. HTML is allowed.',
  },
  {
    displayName: 'Keywords',
    name: 'keywords',
    type: 'string',
    default: '',
    placeholder: 'e.g. diffraction, perovskite',
    description: 'Separated by commas',
  },
  {
    displayName: 'Languages',
    name: 'languages',
    type: 'string',
    default: '',
    placeholder: 'e.g. eng, deu',
    description: 'Codes of three letters (ISO 639-3), separated by commas',
  },
  {
    displayName: 'License',
    name: 'license',
    type: 'options',
    options: [
      { name: 'Apache 2.0', value: 'apache-2.0' },
      { name: 'BSD 3-Clause', value: 'bsd-3-clause' },
      { name: 'CC BY 4.0', value: 'cc-by-4.0' },
      { name: 'CC BY-NC 4.0', value: 'cc-by-nc-4.0' },
      { name: 'CC BY-SA 4.0', value: 'cc-by-sa-4.0' },
      { name: 'CC0 1.0', value: 'cc0-1.0' },
      { name: 'GPL 3.0 or Later', value: 'gpl-3.0-or-later' },
      { name: 'MIT', value: 'mit' },
    ],
    default: 'cc-by-4.0',
    description: 'For another one, switch to an expression and give the ID that Zenodo uses, such as odbl-1.0',
  },
  {
    displayName: 'Publisher',
    name: 'publisher',
    type: 'string',
    default: 'Zenodo',
  },
  {
    displayName: 'Version',
    name: 'version',
    type: 'string',
    default: '',
    placeholder: 'e.g. 1.0.0',
  },
];

const byFields = { show: { ...shownFor('depositFiles'), metadataInput: ['fields'] } };

/** Metadata of a deposit, by fields or as JSON. */
export const metadataFields: INodeProperties[] = [
  {
    displayName: 'Specify Metadata',
    name: 'metadataInput',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Using Fields Below', value: 'fields', description: 'The fields that most records need' },
      { name: 'Using JSON', value: 'json', description: 'Everything that Zenodo knows, in its own format' },
    ],
    default: 'fields',
    required: true,
    displayOptions: { show: shownFor('depositFiles') },
  },
  {
    displayName: 'Title',
    name: 'title',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. Diffraction of sample S-2291',
    description: 'Title of the record',
    displayOptions: byFields,
  },
  {
    displayName: 'Resource Type',
    name: 'resourceType',
    type: 'options',
    options: resourceTypes,
    default: 'dataset',
    required: true,
    description: 'What the files are. An expression gives the ID, such as dataset or publication-article.',
    displayOptions: byFields,
  },
  {
    displayName: 'Creators',
    name: 'creators',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    placeholder: 'Add Creator',
    default: {},
    required: true,
    description: 'Who made what is deposited, in the order of the citation',
    options: [{ displayName: 'Creator', name: 'creator', values: creatorValues }],
    displayOptions: byFields,
  },
  {
    displayName: 'Publication Date',
    name: 'publicationDate',
    type: 'string',
    default: '={{ $today.toISODate() }}',
    required: true,
    placeholder: 'e.g. 2026-11-25',
    description: 'A day, a month or a year: 2026-11-25, 2026-11 or 2026',
    displayOptions: byFields,
  },
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add Field',
    default: {},
    options: additionalValues,
    displayOptions: byFields,
  },
  {
    displayName: 'Metadata (JSON)',
    name: 'metadataJson',
    type: 'json',
    default: '{}',
    required: true,
    description: 'The metadata object of a record in the format of the InvenioRDM API, with title, resource_type and creators',
    displayOptions: { show: { ...shownFor('depositFiles'), metadataInput: ['json'] } },
  },
];
