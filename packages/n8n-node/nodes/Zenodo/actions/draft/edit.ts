import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Opens a draft of a published record; the same one when it is open already. */
export const execute: Operation = async (turn) => {
  const draft = await turn.zenodo.drafts.edit(turn.recordId('recordId'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
