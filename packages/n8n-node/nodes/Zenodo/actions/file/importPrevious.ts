import { raw, simplifiedFile } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

/** Links the files of the version before, without moving bytes; one item for each file. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('draftId');
  const there = async () => {
    const list = await zenodo.files.list(id, call);
    return list.entries.length > 0 ? list : undefined;
  };
  const { entries } = (await there()) ?? (await once(turn, () => zenodo.files.importFromPrevious(id, call), there));
  return turn.gives(...entries.map((entry) => (turn.simplify ? simplifiedFile(id, entry) : raw(entry))));
};
