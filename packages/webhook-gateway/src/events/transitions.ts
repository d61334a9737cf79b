import type { DepositJob, JobChange } from '@zenodo-connect/nestjs';
import { ruleOf } from '../jobs/decision-writer.ts';
import type { EventType } from './event-types.ts';

const publishedStates: readonly DepositJob['state'][] = ['published', 'findable'];

/** Which events a job's change is. A job can go from running to findable in one step, and then both are told. */
export function eventTypesOf({ before, after }: JobChange): readonly EventType[] {
  if (!before) return ['deposit.received'];
  const types: EventType[] = [];
  if (publishedStates.includes(after.state) && !publishedStates.includes(before.state)) types.push('deposit.published');
  if (after.state === 'findable' && before.state !== 'findable') types.push('doi.findable');
  if (after.state === 'left' && before.state !== 'left') {
    types.push('deposit.draft_ready');
    if (ruleOf(after)?.mode === 'approval') types.push('deposit.approval_needed');
  }
  if (after.state === 'submitted' && before.state !== 'submitted') types.push('deposit.submitted');
  if (after.state === 'waiting' && after.waitingFor !== undefined) types.push('deposit.waiting');
  if (after.state === 'queued' && isEdited(before, after)) types.push('deposit.updated');
  if (after.state === 'cancelled' && before.state !== 'cancelled') types.push('deposit.cancelled');
  if (after.state === 'failed' && before.state !== 'failed') types.push('deposit.failed');
  return types;
}

/** By a person, who alone changes what a job is to deposit. */
const isEdited = (before: DepositJob, after: DepositJob): boolean => JSON.stringify(before.metadata) !== JSON.stringify(after.metadata);

/** Which event it is that a running job came to where its journal says. */
export function eventTypeOfStep({ journal }: Pick<DepositJob, 'journal'>): EventType | undefined {
  if (journal?.step === 'drafted') return 'deposit.created';
  return journal?.step === 'verified' ? 'deposit.files_uploaded' : undefined;
}
