import type { DepositStep } from '@zenodo-connect/core';
import type { DepositJob } from '@zenodo-connect/nestjs';
import type { LogLine } from '../config/gateway-config.ts';

/** A step of a deposit as it happens; the message is core's own and names drafts, records and DOIs. */
export function depositLine(job: DepositJob, { name, draftId, message }: DepositStep): LogLine {
  return { time: new Date().toISOString(), level: 'info', kind: 'deposit', job: job.id, step: name, draft: draftId, message };
}
