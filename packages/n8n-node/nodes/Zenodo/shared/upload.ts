import { type FileEntry, type FileSource, isChecksumError, isNotFoundError, isUnclear } from '@zenodo-connect/core/portable';
import { settled } from './settle.ts';
import type { Turn } from './turn.ts';

/**
 * Uploads a file and compares what Zenodo stored. What goes wrong on the way is cleared away and tried once more.
 *
 * @param isThere - a file of that name is in the draft, whole or begun, and is removed first
 */
export async function uploaded(turn: Turn, id: string, file: FileSource, isThere: boolean): Promise<FileEntry> {
  const { zenodo, call } = turn;
  if (isThere) await removed(turn, id, file.key);
  const first = await settled(zenodo.files.upload(id, file, call));
  if (first.ok) return first.value;
  call.signal?.throwIfAborted();
  const isWrong = isChecksumError(first.error) && first.error.reason === 'stored';
  if (!isWrong && !isUnclear(first.error)) throw first.error;
  await removed(turn, id, file.key);
  return zenodo.files.upload(id, file, call);
}

async function removed({ zenodo, call }: Turn, id: string, key: string): Promise<void> {
  const deleted = await settled(zenodo.files.delete(id, key, call));
  if (!deleted.ok && !isNotFoundError(deleted.error)) throw deleted.error;
}
