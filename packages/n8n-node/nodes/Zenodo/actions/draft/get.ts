import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Reads one draft. */
export const execute: Operation = async (turn) => {
  const draft = await turn.zenodo.drafts.get(turn.recordId('draftId'), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
