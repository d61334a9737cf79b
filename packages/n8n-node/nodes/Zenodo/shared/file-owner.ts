import type { FileEntry } from '@zenodo-connect/core/portable';
import type { Turn } from './turn.ts';

export interface Owner {
  readonly id: string;
  readonly isDraft: boolean;
  readonly entries: readonly FileEntry[];
}

/** The record or draft that is chosen, with its files. */
export async function ownerOf(turn: Turn): Promise<Owner> {
  const { zenodo, call } = turn;
  const isDraft = turn.value('from', 'record') === 'draft';
  const id = turn.recordId(isDraft ? 'draftId' : 'recordId');
  const { entries } = isDraft ? await zenodo.files.list(id, call) : await zenodo.records.files(id, call);
  return { id, isDraft, entries };
}
