import type { Operation } from '../../shared/turn.ts';

/** Removes one file from a draft. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  const key = turn.needed('fileName', 'File Name');
  await turn.zenodo.files.delete(id, key, turn.call);
  return turn.gives({ deleted: true, recordId: id, key });
};
