import type { DepositJob } from '@zenodo-connect/nestjs';
import type { DraftRule } from '../recipes/ending-settings.ts';
import { bytesKept } from './bytes-kept.ts';

type Told = Pick<DepositJob, 'state' | 'problem' | 'nextAction'> & Partial<Pick<DepositJob, 'meta' | 'htmlUrl' | 'failure' | 'updatedAt'>>;

/**
 * What happens next, for whoever sends files: a failed deposit is tried again by sending its file again, one that is
 * tried again says why, and a draft with a rule waits for what the rule says.
 */
export function nextActionOf(job: Told): string {
  const { state, problem, nextAction, meta, htmlUrl } = job;
  if (state === 'running' && problem) return `${nextAction} The try before ended so: ${problem}`;
  const rule = meta?.['rule'] as DraftRule | undefined;
  if (state === 'left' && rule && problem === undefined)
    return `The draft is complete${htmlUrl ? `, at ${htmlUrl}` : ''}; it is published ${whenOf[rule.mode]}.`;
  if (state !== 'failed') return nextAction;
  const stopped = `Stopped: ${problem ?? 'the deposit failed.'}`;
  const kept = bytesKept(job);
  if (kept === 'gone') return `${stopped} The file is not kept any more; when the cause is cured, send it again.`;
  const until = kept === 'for ever' ? '' : ` until ${kept.toISOString().slice(0, 10)}`;
  return `${stopped} The file is kept${until}; when the cause is cured, send it again to have another try.`;
}

const whenOf: Readonly<Record<DraftRule['mode'], string>> = {
  approval: 'once a second person approves it',
  hold: 'when its time is over, unless somebody stops it',
};
