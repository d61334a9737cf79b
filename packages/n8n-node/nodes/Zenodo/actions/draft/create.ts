import type { INodeProperties } from 'n8n-workflow';
import { depositOf } from '../../shared/deposit.ts';
import { executionKey } from '../../shared/deposit-key.ts';
import { dryRun, key, options, shownFor, simplify } from '../../shared/fields.ts';
import { readDraft } from '../../shared/metadata.ts';
import { metadataFields } from '../../shared/metadata-fields.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('draft', 'create');

export const description: INodeProperties[] = [
  ...metadataFields(shown),
  options(
    shown,
    dryRun,
    key(
      'Names this draft for ever: the same key never makes a second one. Without it, each execution makes a new draft, and a repetition within the execution does not.',
    ),
    simplify,
  ),
];

/** Makes a draft. Repeated with the same key, it answers the same one. */
export const execute: Operation = async (turn) => {
  const { metadata, ...beside } = readDraft(turn);
  const request = { key: turn.optionText('key') ?? executionKey(turn), metadata, files: [], finish: 'leave' } as const;
  return depositOf(turn, request, beside);
};
