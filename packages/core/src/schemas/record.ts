import * as z from 'zod/mini';
import type { Draft, FieldIssue, Pids, ZenodoRecord } from '../types/record.ts';
import { fileEntry } from './file.ts';
import { metadata } from './metadata.ts';

const pids = z.record(z.string(), z.looseObject({ identifier: z.string() })) satisfies z.ZodMiniType<Pids>;

const fieldIssue = z.looseObject({ field: z.string(), messages: z.array(z.string()) }) satisfies z.ZodMiniType<FieldIssue>;

const base = z.looseObject({
  id: z.string(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  parent: z.looseObject({ id: z.string(), pids: z.exactOptional(pids) }),
  versions: z.looseObject({ index: z.number(), is_latest: z.boolean(), is_latest_draft: z.exactOptional(z.boolean()) }),
  metadata,
  pids,
  files: z.looseObject({ enabled: z.boolean(), entries: z.exactOptional(z.record(z.string(), fileEntry)) }),
  links: z.looseObject({}),
  status: z.exactOptional(z.string()),
  is_published: z.boolean(),
  is_draft: z.boolean(),
});

export const zenodoRecord = base satisfies z.ZodMiniType<ZenodoRecord>;

export const draft = z.extend(base, { errors: z.exactOptional(z.array(fieldIssue)) }) satisfies z.ZodMiniType<Draft>;
