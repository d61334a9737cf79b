import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from './fields.ts';
import { draftLocator, recordLocator } from './locators.ts';

/** Whose files an operation is about. */
export const ownerFields = (operation: string): INodeProperties[] => [
  {
    displayName: 'From',
    name: 'from',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Draft', value: 'draft' },
      { name: 'Published Record', value: 'record' },
    ],
    default: 'record',
    required: true,
    displayOptions: { show: shownFor('file', operation) },
  },
  recordLocator({ ...shownFor('file', operation), from: ['record'] }, 'The published record that has the files'),
  draftLocator({ ...shownFor('file', operation), from: ['draft'] }, 'The draft that has the files'),
];
