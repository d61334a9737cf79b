import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor, simplify } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import { readChange } from '../../shared/metadata.ts';
import { changeFields } from '../../shared/metadata-fields.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'update');

export const description: INodeProperties[] = [
  draftLocator(shown, 'The draft to change'),
  ...changeFields(shown),
  options(shown, dryRun, simplify),
];

/** Changes fields of a draft and keeps the others. What Zenodo could not take is told beside them. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  const draft = await turn.zenodo.drafts.update(id, readChange(turn), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
