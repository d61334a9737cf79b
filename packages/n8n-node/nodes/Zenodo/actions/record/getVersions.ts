import type { INodeProperties } from 'n8n-workflow';
import { listLength, options, shownFor, simplify } from '../../shared/fields.ts';
import { limitOf, listed } from '../../shared/lists.ts';
import { recordLocator } from '../../shared/locators.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('record', 'getVersions');

export const description: INodeProperties[] = [
  recordLocator(shown, 'Any published version of the record'),
  ...listLength(shown),
  options(shown, simplify),
];

/** All published versions of a record, the newest first. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('recordId');
  return listed(turn, turn.zenodo.versions.search(id, { ...limitOf(turn) }, turn.call), simplifiedRecord);
};
