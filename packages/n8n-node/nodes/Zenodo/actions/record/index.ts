import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/turn.ts';
import * as awaitDoi from './awaitDoi.ts';
import * as bulkEdit from './bulkEdit.ts';
import * as depositFiles from './depositFiles.ts';
import * as exportMetadata from './exportMetadata.ts';
import * as get from './get.ts';
import * as getStatistics from './getStatistics.ts';
import * as getVersions from './getVersions.ts';
import * as newVersion from './newVersion.ts';
import * as search from './search.ts';

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
  ...awaitDoi.description,
  ...bulkEdit.description,
  ...depositFiles.description,
  ...exportMetadata.description,
  ...get.description,
  ...getStatistics.description,
  ...getVersions.description,
  ...newVersion.description,
  ...search.description,
];

export const operations: { readonly [operation: string]: Operation } = {
  awaitDoi: awaitDoi.execute,
  bulkEdit: bulkEdit.execute,
  depositFiles: depositFiles.execute,
  exportMetadata: exportMetadata.execute,
  get: get.execute,
  getStatistics: getStatistics.execute,
  getVersions: getVersions.execute,
  newVersion: newVersion.execute,
  search: search.execute,
};
