import type { FileEntry } from '@zenodo-connect/core/portable';
import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from './fields.ts';
import { draftLocator, recordLocator } from './locators.ts';
import type { Turn } from './turn.ts';

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

export interface Owner {
  readonly id: string;
  readonly isDraft: boolean;
  readonly entries: readonly FileEntry[];
}

/** The record or draft that is chosen, with its files. */
export async function ownerOf(turn: Turn): Promise<Owner> {
  const { zenodo, call } = turn;
  const isDraft = turn.value('from', 'record') === 'draft';
  const id = turn.recordId(isDraft ? 'draftId' : 'recordId');
  const { entries } = isDraft ? await zenodo.files.list(id, call) : await zenodo.records.files(id, call);
  return { id, isDraft, entries };
}
