import { ownerOf } from '../../shared/file-owner.ts';
import { limitOf } from '../../shared/lists.ts';
import { raw, simplifiedFile } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** The files of a record or draft. */
export const execute: Operation = async (turn) => {
  const { limit } = limitOf(turn);
  const { id, entries } = await ownerOf(turn);
  return turn.gives(...entries.slice(0, limit).map((entry) => (turn.simplify ? simplifiedFile(id, entry) : raw(entry))));
};
