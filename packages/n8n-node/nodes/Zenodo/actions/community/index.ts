import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/turn.ts';
import * as addRecord from './addRecord.ts';
import * as get from './get.ts';
import * as getAll from './getAll.ts';
import * as getRecords from './getRecords.ts';
import * as removeRecord from './removeRecord.ts';

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['community'] } },
    options: [
      {
        name: 'Add Record',
        value: 'addRecord',
        action: 'Add record to community',
        description: 'Ask a community to include a published record',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get community',
        description: 'Retrieve a community',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many communities',
        description: 'Retrieve a list of communities',
      },
      {
        name: 'Get Records',
        value: 'getRecords',
        action: 'Get records of community',
        description: 'Retrieve the published records of a community',
      },
      {
        name: 'Remove Record',
        value: 'removeRecord',
        action: 'Remove record from community',
        description: 'Take a record out of a community',
      },
    ],
    default: 'get',
  },
  ...addRecord.description,
  ...get.description,
  ...getAll.description,
  ...getRecords.description,
  ...removeRecord.description,
];

export const operations: { readonly [operation: string]: Operation } = {
  addRecord: addRecord.execute,
  get: get.execute,
  getAll: getAll.execute,
  getRecords: getRecords.execute,
  removeRecord: removeRecord.execute,
};
