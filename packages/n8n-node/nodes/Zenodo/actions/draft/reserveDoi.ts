import { raw, simplifiedRecord } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

/** Gives a draft its DOI; nothing is registered before it is published. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('draftId');
  const withDoi = async () => {
    const now = await zenodo.drafts.get(id, call);
    return now.pids['doi'] ? now : undefined;
  };
  const draft = (await withDoi()) ?? (await once(turn, () => zenodo.dois.reserve(id, call), withDoi));
  return turn.gives(turn.simplify ? simplifiedRecord(draft) : raw(draft));
};
