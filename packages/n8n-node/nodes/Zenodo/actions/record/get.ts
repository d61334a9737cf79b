import { raw, simplifiedRecord } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

/** Reads one published record. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('recordId');
  const record = turn.option('version', 'this') === 'latest' ? await zenodo.versions.latest(id, call) : await zenodo.records.get(id, call);
  return turn.gives(turn.simplify ? simplifiedRecord(record) : raw(record));
};
