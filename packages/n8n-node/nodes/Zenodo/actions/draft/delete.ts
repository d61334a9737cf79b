import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'delete');

export const description: INodeProperties[] = [
  draftLocator(shown, 'The draft to discard. One of a published record takes its changes back.'),
  options(shown, dryRun),
];

/** Discards a draft with its files. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  await turn.zenodo.drafts.delete(id, turn.call);
  return turn.gives({ deleted: true, id });
};
