import type { DepositJob, JobChange } from '@zenodo-connect/nestjs';
import type { EventType } from './event-types.ts';

const publishedStates: readonly DepositJob['state'][] = ['published', 'findable'];

/** Which events a job's change is. A job can go from running to findable in one step, and then both are told. */
export function eventTypesOf({ before, after }: JobChange): readonly EventType[] {
  if (!before) return ['deposit.received'];
  const types: EventType[] = [];
  if (publishedStates.includes(after.state) && !publishedStates.includes(before.state)) types.push('deposit.published');
  if (after.state === 'findable' && before.state !== 'findable') types.push('doi.findable');
  if (after.state === 'left' && before.state !== 'left') types.push('deposit.draft_ready');
  if (after.state === 'cancelled' && before.state !== 'cancelled') types.push('deposit.cancelled');
  if (after.state === 'failed' && before.state !== 'failed') types.push('deposit.failed');
  return types;
}
