import { raw, simplifiedRecord } from '../../shared/output.ts';
import { published } from '../../shared/publish.ts';
import type { Operation } from '../../shared/turn.ts';

/** Publishes a draft, once. */
export const execute: Operation = async (turn) => {
  const record = await published(turn, turn.recordId('draftId'));
  return turn.gives(turn.simplify ? simplifiedRecord(record) : raw(record));
};
