import { z } from 'zod';
import { approverOf } from '../people/scopes.ts';
import type { Decision } from '../tables/decisions.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { approvalSchema, limit, listOf } from './schemas.ts';

export const approvalEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listApprovals',
    method: 'get',
    path: '/approvals',
    summary: 'Drafts that wait for a decision, or were stopped; the oldest first',
    scope: 'read',
    query: z.strictObject({ state: z.enum(['waiting', 'stopped']).default('waiting'), limit, after: z.string().max(300).optional() }),
    answer: listOf(approvalSchema),
    handle: async ({ query: { state, limit: most, after } }, { desk }) => {
      const { decisions, next } = await desk.list({ state, limit: most, after });
      return { items: decisions.map(approvalView), next: next ?? null };
    },
  }),
  endpoint({
    id: 'approveDraft',
    method: 'post',
    path: '/approvals/:draft/approve',
    summary: 'Has a draft published, for ever; never by who sent its files, and only by one of its approvers if it names some',
    scope: 'approve',
    body: z.strictObject({ i_understand_publication_is_permanent: z.literal(true, { error: 'expected true' }) }),
    status: 204,
    audit: ({ params }) => ({ action: 'draft.approve', subject: params['draft']! }),
    handle: ({ params, caller }, { desk }) => desk.approve(params['draft']!, approverOf(caller)),
  }),
  endpoint({
    id: 'stopDraft',
    method: 'post',
    path: '/approvals/:draft/stop',
    summary: 'Keeps a draft from being published until somebody approves it',
    scope: 'approve',
    status: 204,
    audit: ({ params }) => ({ action: 'draft.stop', subject: params['draft']! }),
    handle: ({ params, caller }, { desk }) => desk.stop(params['draft']!, approverOf(caller)),
  }),
];

const approvalView = ({ draftId, jobId, route, dataset, mode, state, approvers, openAt, createdAt, decidedBy, decidedAt }: Decision) => ({
  draft: draftId,
  deposit: jobId,
  route,
  dataset,
  mode,
  state,
  approvers: approvers ?? null,
  publishes_at: openAt?.toISOString() ?? null,
  since: createdAt.toISOString(),
  decided_by: decidedBy ?? null,
  decided_at: decidedAt?.toISOString() ?? null,
});
