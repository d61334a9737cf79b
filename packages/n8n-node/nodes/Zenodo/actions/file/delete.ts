import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('file', 'delete');

export const description: INodeProperties[] = [
  draftLocator(shown, 'The draft that has the file. Files of published records stay.'),
  {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. scan.csv',
    description: 'The name of the file in the draft',
    displayOptions: { show: shown },
  },
  options(shown, dryRun),
];

/** Removes one file from a draft. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  const key = turn.needed('fileName', 'File Name');
  await turn.zenodo.files.delete(id, key, turn.call);
  return turn.gives({ deleted: true, recordId: id, key });
};
