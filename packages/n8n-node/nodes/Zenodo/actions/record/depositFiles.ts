import type { INodeProperties } from 'n8n-workflow';
import { depositOf, endingOf, whenDone } from '../../shared/deposit.ts';
import { contentKey } from '../../shared/deposit-key.ts';
import { binaryFields, comment, dryRun, key, options, shownFor, simplify } from '../../shared/fields.ts';
import { inputFiles } from '../../shared/input-files.ts';
import { readDraft } from '../../shared/metadata.ts';
import { metadataFields } from '../../shared/metadata-fields.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('record', 'depositFiles');

export const description: INodeProperties[] = [
  binaryFields(shown),
  ...metadataFields(shown),
  ...whenDone('record', 'depositFiles', true),
  options(
    shown,
    comment,
    dryRun,
    key(
      'Names this deposit for ever: the same key never makes a second record. Without it, the same title and the same bytes under the same file names, from this node of this workflow, are the same deposit.',
    ),
    simplify,
  ),
];

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
