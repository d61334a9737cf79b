import type { DepositJob } from '@zenodo-connect/nestjs';
import type { DraftRule } from '../recipes/ending-settings.ts';

type Told = Pick<DepositJob, 'state' | 'problem' | 'nextAction'> & Partial<Pick<DepositJob, 'meta' | 'htmlUrl'>>;

/**
 * What happens next, for whoever sends files: a failed deposit is tried again by sending its file again, one that is
 * tried again says why, and a draft with a rule waits for what the rule says.
 */
export function nextActionOf({ state, problem, nextAction, meta, htmlUrl }: Told): string {
  if (state === 'running' && problem) return `${nextAction} The try before ended so: ${problem}`;
  const rule = meta?.['rule'] as DraftRule | undefined;
  if (state === 'left' && rule && problem === undefined)
    return `The draft is complete${htmlUrl ? `, at ${htmlUrl}` : ''}; it is published ${whenOf[rule.mode]}.`;
  if (state !== 'failed') return nextAction;
  return `Stopped: ${problem ?? 'the deposit failed.'} The file is kept; when the cause is cured, send it again to have another try.`;
}

const whenOf: Readonly<Record<DraftRule['mode'], string>> = {
  approval: 'once a second person approves it',
  hold: 'when its time is over, unless somebody stops it',
};
