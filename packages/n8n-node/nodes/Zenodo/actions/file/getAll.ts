import type { INodeProperties } from 'n8n-workflow';
import { listLength, options, shownFor, simplify } from '../../shared/fields.ts';
import { ownerFields, ownerOf } from '../../shared/file-owner.ts';
import { limitOf } from '../../shared/lists.ts';
import { raw, simplifiedFile } from '../../shared/output.ts';
import type { Operation } from '../../shared/turn.ts';

const shown = shownFor('file', 'getAll');

export const description: INodeProperties[] = [...ownerFields('getAll'), ...listLength(shown), options(shown, simplify)];

/** The files of a record or draft. */
export const execute: Operation = async (turn) => {
  const { limit } = limitOf(turn);
  const { id, entries } = await ownerOf(turn);
  return turn.gives(...entries.slice(0, limit).map((entry) => (turn.simplify ? simplifiedFile(id, entry) : raw(entry))));
};
