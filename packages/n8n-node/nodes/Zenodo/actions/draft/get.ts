import type { INodeProperties } from 'n8n-workflow';
import { options, shownFor, simplify } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'get');

export const description: INodeProperties[] = [draftLocator(shown, 'The draft to read'), options(shown, simplify)];

/** Reads one draft. */
export const execute: Operation = async (turn) => {
  const draft = await turn.zenodo.drafts.get(turn.recordId('draftId'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
