import { DepositLimitError } from '../errors/deposit-stops.ts';
import type { DepositRun } from './deposit-run.ts';
import type { FileChanges } from './file-changes.ts';

/**
 * Adds what is there to what comes. Quota counts the bytes of all files of a draft, those of the version before too.
 *
 * @throws {DepositLimitError} before the first byte
 */
export function ensureWithinLimits(run: DepositRun, { send, replace, skip, keep, rest }: FileChanges): void {
  const { mostFiles, mostBytes } = run.settings.fileLimits;
  const all = [...send, ...replace, ...skip, ...keep, ...rest];
  const bytes = all.reduce((sum, { size = 0 }) => sum + size, 0);
  if (all.length > mostFiles)
    throw new DepositLimitError(
      `With those that are there the draft would have ${all.length} files, and Zenodo takes ${mostFiles}. Pack some together, or replace the old ones.`,
    );
  if (bytes > mostBytes)
    throw new DepositLimitError(
      `With those that are there the draft would have ${bytes} bytes of files, and Zenodo takes ${mostBytes}. Ask for a larger quota, or leave some out.`,
    );
}
