import type { DepositJob, JobChange } from '@zenodo-connect/nestjs';
import type { EventType } from '../config/gateway-config.ts';

const publishedStates: readonly DepositJob['state'][] = ['published', 'findable'];

/** Which events a job's change is. A job can go from running to findable in one step, and then both are told. */
export function eventTypesOf({ before, after }: JobChange): readonly EventType[] {
  if (!before) return ['deposit.received'];
  const types: EventType[] = [];
  if (publishedStates.includes(after.state) && !publishedStates.includes(before.state)) types.push('deposit.published');
  if (after.state === 'findable' && before.state !== 'findable') types.push('doi.findable');
  if (after.state === 'failed' && before.state !== 'failed') types.push('deposit.failed');
  return types;
}
