import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/turn.ts';
import * as comment from './comment.ts';
import * as decide from './decide.ts';
import * as get from './get.ts';
import * as getAll from './getAll.ts';

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['request'] } },
    options: [
      {
        name: 'Accept',
        value: 'accept',
        action: 'Accept request which cannot be undone',
        description: 'Say yes. A submitted draft is published by it, which cannot be undone.',
      },
      {
        name: 'Cancel',
        value: 'cancel',
        action: 'Cancel request',
        description: 'Take back what you asked for',
      },
      {
        name: 'Comment',
        value: 'comment',
        action: 'Comment on request',
        description: 'Say something to those who asked or decide',
      },
      {
        name: 'Decline',
        value: 'decline',
        action: 'Decline request',
        description: 'Say no. A submitted draft can be submitted again.',
      },
      {
        name: 'Get',
        value: 'get',
        action: 'Get request',
        description: 'Retrieve a request',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many requests',
        description: 'Retrieve a list of requests that you made or may decide',
      },
    ],
    default: 'get',
  },
  ...decide.description,
  ...comment.description,
  ...get.description,
  ...getAll.description,
];

export const operations: { readonly [operation: string]: Operation } = {
  accept: decide.accept,
  cancel: decide.cancel,
  decline: decide.decline,
  comment: comment.execute,
  get: get.execute,
  getAll: getAll.execute,
};
