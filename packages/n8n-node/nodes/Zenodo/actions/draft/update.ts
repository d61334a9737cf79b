import { readChange } from '../../shared/metadata.ts';
import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Changes fields of a draft and keeps the others. What Zenodo could not take is told beside them. */
export const execute: Operation = async (turn) => {
  const id = turn.recordId('draftId');
  const draft = await turn.zenodo.drafts.update(id, readChange(turn), turn.call);
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
