import type { DepositJob, JobChange, Statement } from '@zenodo-connect/nestjs';
import type { DraftRule } from '../recipes/ending-settings.ts';
import type { Decisions } from '../tables/decisions.ts';

/** The rule that the recipe gave a job, if it did. */
export const ruleOf = ({ meta }: Pick<DepositJob, 'meta'>): DraftRule | undefined => meta['rule'] as DraftRule | undefined;

/** Whether a community has declined its draft. */
export const isRefused = ({ state, failure, recordId }: DepositJob): boolean =>
  state === 'failed' && failure?.code === 'declined' && recordId !== undefined;

/** Asks for a decision in the transaction that says that the draft is left. */
export function decisionWriter(decisions: Decisions): (change: JobChange) => readonly Statement[] {
  return ({ before, after }) => {
    if (isRefused(after) && !(before && isRefused(before)) && after.meta['publishIfRefused'] === true)
      return [decisions.refused(after, after.updatedAt.getTime())];
    const rule = ruleOf(after);
    if (!rule || after.state !== 'left' || before?.state === 'left' || after.recordId === undefined) return [];
    return [decisions.ask(after, rule, after.updatedAt.getTime())];
  };
}
