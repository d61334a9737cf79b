import type { INodeProperties } from 'n8n-workflow';
import { filters, listLength, options, query, type Shown, shownFor, simplify } from '../../shared/fields.ts';
import { listOrId, recordLocator } from '../../shared/locators.ts';
import { vocabulary } from '../../shared/vocabulary-field.ts';
import { bulkEdit, depositFiles, newVersion } from './writing-fields.ts';

const awaitDoi = (shown: Shown): INodeProperties[] => [
  recordLocator(shown, 'The published record whose DOI is waited for'),
  options(
    shown,
    {
      displayName: 'DataCite URL',
      name: 'dataciteUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.datacite.org',
      description: 'Where DOIs of another InvenioRDM host are registered. Zenodo and its sandbox need none.',
    },
    {
      displayName: 'Longest Wait',
      name: 'minutes',
      type: 'number',
      typeOptions: { minValue: 0 },
      default: 10,
      description: 'Minutes after which it ends with findable set to false. Zenodo registers within seconds as a rule.',
    },
  ),
];

const exportMetadata = (shown: Shown): INodeProperties[] => [
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

const get = (shown: Shown): INodeProperties[] => [
  recordLocator(shown, 'The published record to read. The ID or DOI of all versions gives the newest one.'),
  options(shown, simplify, {
    displayName: 'Version',
    name: 'version',
    type: 'options',
    options: [
      { name: 'Latest', value: 'latest', description: 'The newest version of the same record' },
      { name: 'This One', value: 'this', description: 'The version that is named' },
    ],
    default: 'this',
    description: 'Which version to read',
  }),
];

const getStatistics = (shown: Shown): INodeProperties[] => [recordLocator(shown, 'The published record'), options(shown, simplify)];

const getVersions = (shown: Shown): INodeProperties[] => [
  recordLocator(shown, 'Any published version of the record'),
  ...listLength(shown),
  options(shown, simplify),
];

const search = (shown: Shown): INodeProperties[] => [
  ...listLength(shown),
  filters(
    shown,
    query('metadata.title:graphene AND access.status:open'),
    {
      displayName: 'All Versions',
      name: 'allVersions',
      type: 'boolean',
      default: false,
      description: 'Whether to find all versions of each record rather than the latest',
    },
    listOrId('community', 'Community', 'searchCommunities', 'Only records of this community', 'e.g. biosyslit'),
    {
      displayName: 'Published After',
      name: 'after',
      type: 'dateTime',
      default: '',
      description: 'The first day of publication',
    },
    {
      displayName: 'Published Before',
      name: 'before',
      type: 'dateTime',
      default: '',
      description: 'The last day of publication',
    },
    vocabulary('Resource Type', 'resourceType', 'getResourceTypes'),
    {
      displayName: 'Sort',
      name: 'sort',
      type: 'options',
      options: [
        { name: 'Best Match', value: 'bestmatch' },
        { name: 'Most Viewed', value: 'mostviewed' },
        { name: 'Newest', value: 'newest' },
        { name: 'Oldest', value: 'oldest' },
        { name: 'Recently Updated', value: 'updated-desc' },
      ],
      default: 'bestmatch',
      description: 'The order of what is found',
    },
  ),
  options(shown, simplify),
];

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['record'] } },
    options: [
      {
        name: 'Await DOI',
        value: 'awaitDoi',
        action: 'Wait until DOI of record is findable',
        description: 'Wait until DataCite knows the DOI, so that its link works everywhere',
      },
      {
        name: 'Bulk Edit',
        value: 'bulkEdit',
        action: 'Edit many own records at once',
        description: 'Make one change in many of your own drafts and records, and list those that failed',
      },
      {
        name: 'Deposit Files',
        value: 'depositFiles',
        action: 'Deposit files as new record',
        description: 'Create a draft with metadata, upload files to it, and leave, publish or submit it',
      },
      {
        name: 'Export Metadata',
        value: 'exportMetadata',
        action: 'Export record metadata',
        description: 'Retrieve a record as BibTeX, DataCite, a citation or in another format',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get record',
        description: 'Retrieve the metadata of a published record',
      },
      {
        name: 'Get Statistics',
        value: 'getStatistics',
        action: 'Get statistics of record',
        description: 'Retrieve how often a record was viewed and downloaded',
      },
      {
        name: 'Get Versions',
        value: 'getVersions',
        action: 'Get versions of record',
        description: 'Retrieve all published versions of a record, the newest first',
      },
      {
        name: 'New Version',
        value: 'newVersion',
        action: 'Create new version of record',
        description: 'Make the next version of a published record with other files or metadata, and leave or publish it',
      },
      {
        name: 'Search',
        value: 'search',
        action: 'Search records',
        description: 'Find published records by words, dates, type and community',
      },
    ],
    default: 'depositFiles',
  },
  ...awaitDoi(shownFor('record', 'awaitDoi')),
  ...bulkEdit(shownFor('record', 'bulkEdit')),
  ...depositFiles(shownFor('record', 'depositFiles')),
  ...exportMetadata(shownFor('record', 'exportMetadata')),
  ...get(shownFor('record', 'get')),
  ...getStatistics(shownFor('record', 'getStatistics')),
  ...getVersions(shownFor('record', 'getVersions')),
  ...newVersion(shownFor('record', 'newVersion')),
  ...search(shownFor('record', 'search')),
];
