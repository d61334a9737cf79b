import type { Entry } from '../state/entry.ts';

/** True where the files stay as they are: those of a published record, unless its owner was allowed to change them. */
export function hasLockedFiles({ record, draft }: Entry): boolean {
  return record !== undefined && draft?.filesUnlocked !== true;
}
