import type { Operation } from '../../shared/turn.ts';

/** Discards a draft with its files. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  await turn.zenodo.drafts.delete(id, turn.call);
  return turn.gives({ deleted: true, id });
};
