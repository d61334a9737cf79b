import type { DepositJob } from '@zenodo-connect/nestjs';

/** What happens next, for whoever sends files: a failed deposit is tried again by sending its file again, and one that is tried again says why. */
export function nextActionOf({ state, problem, nextAction }: Pick<DepositJob, 'state' | 'problem' | 'nextAction'>): string {
  if (state === 'running' && problem) return `${nextAction} The try before ended so: ${problem}`;
  if (state !== 'failed') return nextAction;
  return `Stopped: ${problem ?? 'the deposit failed.'} The file is kept; when the cause is cured, send it again to have another try.`;
}
