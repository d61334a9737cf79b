import { depositOf } from '../../shared/deposit.ts';
import { executionKey } from '../../shared/deposit-key.ts';
import { readDraft } from '../../shared/metadata.ts';
import type { Operation } from '../../shared/turn.ts';

/** Makes a draft. Repeated with the same key, it answers the same one. */
export const execute: Operation = async (turn) => {
  const { metadata, ...beside } = readDraft(turn);
  const request = { key: turn.optionText('key') ?? executionKey(turn), metadata, files: [], finish: 'leave' } as const;
  return depositOf(turn, request, beside);
};
