import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/turn.ts';
import * as create from './create.ts';
import * as remove from './delete.ts';
import * as edit from './edit.ts';
import * as get from './get.ts';
import * as getAll from './getAll.ts';
import * as publish from './publish.ts';
import * as reserveDoi from './reserveDoi.ts';
import * as submit from './submit.ts';
import * as update from './update.ts';

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['draft'] } },
    options: [
      {
        name: 'Create',
        value: 'create',
        action: 'Create draft',
        description: 'Create a draft with metadata and without files',
      },
      {
        name: 'Delete',
        value: 'delete',
        action: 'Delete draft',
        description: 'Discard a draft with its files. This cannot be undone.',
      },
      {
        name: 'Edit Published Record',
        value: 'edit',
        action: 'Open published record for editing',
        description: 'Open a draft of a published record to change its metadata',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get draft',
        description: 'Retrieve a draft',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many drafts',
        description: 'Retrieve a list of your own drafts',
      },
      {
        name: 'Publish',
        value: 'publish',
        action: 'Publish draft which cannot be undone',
        description: 'Register the DOI and make the record public. This cannot be undone.',
      },
      {
        name: 'Reserve DOI',
        value: 'reserveDoi',
        action: 'Reserve DOI for draft',
        description: 'Give a draft its DOI before it is published',
      },
      {
        name: 'Submit for Review',
        value: 'submit',
        action: 'Submit draft to community',
        description: 'Ask the curators of a community to publish a draft',
      },
      {
        name: 'Update',
        value: 'update',
        action: 'Update draft',
        description: 'Change fields of a draft and keep the others',
      },
    ],
    default: 'create',
  },
  ...create.description,
  ...remove.description,
  ...edit.description,
  ...get.description,
  ...getAll.description,
  ...publish.description,
  ...reserveDoi.description,
  ...submit.description,
  ...update.description,
];

export const operations: { readonly [operation: string]: Operation } = {
  create: create.execute,
  delete: remove.execute,
  edit: edit.execute,
  get: get.execute,
  getAll: getAll.execute,
  publish: publish.execute,
  reserveDoi: reserveDoi.execute,
  submit: submit.execute,
  update: update.execute,
};
