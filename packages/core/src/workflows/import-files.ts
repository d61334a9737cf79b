import { isUnclear, isValidationError } from '../errors/guards.ts';
import type { FileEntry } from '../types/file.ts';
import type { Draft } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import type { DepositRun } from './deposit-run.ts';
import { filesOf } from './file-changes.ts';

/** The files that a draft has. The draft of a next version that has none gets those of the version before first. */
export async function presentFiles(run: DepositRun, draft: Draft): Promise<readonly FileEntry[]> {
  const list = async () => (await run.zenodo.files.list(draft.id, run.call)).entries;
  for (let tries = 0; ; tries++) {
    const entries = await list();
    if (entries.length > 0 || draft.versions.index === 1) return entries;
    const imported = await settled(run.zenodo.files.importFromPrevious(draft.id, run.call));
    if (imported.ok) return imported.value.entries;
    // 400: these have come after all, by a call whose answer was lost, or there are none to come.
    if (isValidationError(imported.error)) {
      const now = await list();
      if (now.length > 0 || !(await hasFilesBefore(run, draft))) return now;
    }
    if (tries > 1 || !isUnclear(imported.error)) throw imported.error;
  }
}

/** A version that lost the files of the one before would be for ever. */
async function hasFilesBefore(run: DepositRun, { parent }: Draft): Promise<boolean> {
  return (await filesOf(run, await run.zenodo.versions.latest(parent.id, run.call))).length > 0;
}
