import { z } from 'zod';
import type { AuditEntry } from '../audit/audit-entry.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { auditEntrySchema, limit, listOf } from './schemas.ts';

export const auditEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listAudit',
    method: 'get',
    path: '/audit',
    summary: 'Who did what, the newest first',
    scope: 'admin',
    query: z.strictObject({
      who: z.string().max(200).optional(),
      action: z.string().max(100).optional(),
      subject: z.string().max(500).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit,
    }),
    answer: listOf(auditEntrySchema),
    handle: async ({ query }, { audit }) => {
      const entries = await audit.list(query);
      return { items: entries.map(auditView), next: entries.length === query.limit ? String(entries.at(-1)?.seq) : null };
    },
  }),
  endpoint({
    id: 'checkAudit',
    method: 'get',
    path: '/audit/check',
    summary: 'Goes through the chain of the audit log: whether an entry was changed or taken out',
    scope: 'admin',
    answer: z.object({
      entries: z.number(),
      head: z.string(),
      sound: z.boolean(),
      broken_at: z.number().nullable(),
      begins_after: z.number().nullable(),
    }),
    handle: async (_asked, { audit }) => {
      const { entries, head, brokenAt, beginsAfter } = await audit.check();
      return { entries, head, sound: brokenAt === undefined, broken_at: brokenAt ?? null, begins_after: beginsAfter ?? null };
    },
  }),
];

export const auditView = ({ seq, at, who, action, subject, outcome, asked, detail, previous, hash }: AuditEntry) => ({
  seq,
  at: at.toISOString(),
  who,
  action,
  subject,
  outcome,
  asked: asked ?? null,
  detail,
  previous,
  hash,
});
