import { limitOf, listed } from '../../shared/lists.ts';
import { simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** All published versions of a record, the newest first. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('recordId');
  return listed(turn, turn.zenodo.versions.search(id, { ...limitOf(turn) }, turn.call), simplifiedRecord);
};
