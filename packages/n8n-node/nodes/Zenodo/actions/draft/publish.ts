import type { INodeProperties } from 'n8n-workflow';
import { dryRun, options, shownFor, simplify } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import { published } from '../../shared/publish.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'publish');

export const description: INodeProperties[] = [
  draftLocator(shown, 'The draft to publish, for ever. One that is published already is answered as it is.'),
  options(shown, dryRun, simplify),
];

/** Publishes a draft, once. */
export const execute: Operation = async (turn) => {
  const record = await published(turn, turn.recordId('draftId'));
  return turn.gives(turn.simplify ? simplifiedRecord(record) : raw(record));
};
