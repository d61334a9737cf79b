import { isUnclear, isValidationError } from '../errors/guards.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { DepositRun } from './deposit-run.ts';

/** The files that a draft has. The draft of a next version that has none gets those of the version before first. */
export async function presentFiles(run: DepositRun, draft: Draft): Promise<readonly FileEntry[]> {
  const list = async () => (await run.zenodo.files.list(draft.id, run.call)).entries;
  let entries = await list();
  for (let tries = 0; entries.length === 0 && draft.versions.index > 1 && tries < 2; tries++) {
    const imported = await settled(run.zenodo.files.importFromPrevious(draft.id, run.call));
    if (imported.ok) return imported.value.entries;
    // 400: the version before has no files, or these have come after all; the list tells.
    if (!isUnclear(imported.error) && !isValidationError(imported.error)) throw imported.error;
    entries = await list();
    if (isValidationError(imported.error)) return entries;
  }
  return entries;
}
