import type { INodeProperties } from 'n8n-workflow';
import * as depositFiles from './depositFiles.ts';
import * as get from './get.ts';

export { depositFiles, get };

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['record'] } },
    options: [
      {
        name: 'Deposit Files',
        value: 'depositFiles',
        action: 'Deposit files as new record',
        description: 'Create a draft with metadata, upload files to it, and leave or publish it',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get record',
        description: 'Retrieve the metadata of a published record',
      },
    ],
    default: 'depositFiles',
  },
  ...depositFiles.description,
  ...get.description,
];
