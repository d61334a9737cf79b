import { depositOf, endingOf } from '../../shared/deposit.ts';
import { contentKey } from '../../shared/deposit-key.ts';
import { inputFiles } from '../../shared/input-files.ts';
import { readDraft } from '../../shared/metadata.ts';
import type { Operation } from '../../shared/turn.ts';

/** Deposits the files of one item. Repeated with the same key, it goes on with the draft or answers the same record. */
export const execute: Operation = async (turn) => {
  const ownKey = turn.optionText('key');
  const { metadata, ...beside } = readDraft(turn);
  const finish = endingOf(turn);
  // The default key is made of the bytes, so they are read once before the upload; a key of one's own saves that.
  const files = await inputFiles(turn, { hashFirst: ownKey === undefined });
  const request = { key: ownKey ?? contentKey(turn, metadata.title, files), metadata, files, finish };
  return depositOf(turn, request, beside);
};
