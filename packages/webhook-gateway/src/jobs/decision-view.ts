import type { DepositJob } from '@zenodo-connect/nestjs';
import type { Decision } from '../tables/decisions.ts';
import type { StopLinks } from './stop-links.ts';

/** What is decided about the draft of a job, as its sender sees it; a held one with the link that stops it. */
export function decisionView(job: DepositJob, { draftId, mode, state, openAt, decidedBy }: Decision, links: StopLinks) {
  const open = job.state === 'left' && state === 'waiting';
  return {
    decision: { mode, state, publishes_at: openAt?.toISOString() ?? null, decided_by: decidedBy ?? null },
    ...(open && { next_action: waitsFor(mode, openAt) }),
    ...(job.state === 'left' && state === 'stopped' && { next_action: 'Stopped: it stays a draft until somebody approves it.' }),
    ...(open && mode === 'hold' && { stop_url: links.of(draftId) }),
  };
}

const waitsFor = (mode: Decision['mode'], openAt: Date | undefined): string =>
  mode === 'approval'
    ? 'The draft is complete and waits until a second person approves it.'
    : `The draft is complete and is published at ${openAt?.toISOString() ?? 'its time'}, unless somebody stops it.`;
