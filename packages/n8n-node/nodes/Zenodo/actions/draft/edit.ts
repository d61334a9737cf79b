import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor, simplify } from '../../shared/fields.ts';
import { recordLocator } from '../../shared/locators.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'edit');

export const description: INodeProperties[] = [
  recordLocator(shown, 'The published record whose metadata are to change. Its files and its DOI stay.'),
  options(shown, dryRun, simplify),
];

/** Opens a draft of a published record; the same one when it is open already. */
export const execute: Operation = async (turn) => {
  const draft = await turn.zenodo.drafts.edit(turn.recordId('recordId'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
