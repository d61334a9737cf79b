import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/turn.ts';
import * as remove from './delete.ts';
import * as download from './download.ts';
import * as getAll from './getAll.ts';
import * as importPrevious from './importPrevious.ts';
import * as upload from './upload.ts';

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['file'] } },
    options: [
      {
        name: 'Delete',
        value: 'delete',
        action: 'Delete file of draft',
        description: 'Remove a file from a draft. This cannot be undone.',
      },
      {
        name: 'Download',
        value: 'download',
        action: 'Download files',
        description: 'Download files of a record or draft and compare their checksums',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many files',
        description: 'Retrieve a list of the files of a record or draft',
      },
      {
        name: 'Import From Previous Version',
        value: 'importPrevious',
        action: 'Import files from previous version',
        description: 'Link the files of the version before into the draft of the next one',
      },
      {
        name: 'Upload',
        value: 'upload',
        action: 'Upload files to draft',
        description: 'Upload files to a draft and compare their checksums',
      },
    ],
    default: 'upload',
  },
  ...remove.description,
  ...download.description,
  ...getAll.description,
  ...importPrevious.description,
  ...upload.description,
];

export const operations: { readonly [operation: string]: Operation } = {
  delete: remove.execute,
  download: download.execute,
  getAll: getAll.execute,
  importPrevious: importPrevious.execute,
  upload: upload.execute,
};
