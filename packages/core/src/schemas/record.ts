import { z } from 'zod';
import type { Draft, FieldIssue, Pids, ZenodoRecord } from '../types/record.ts';
import { fileEntry } from './file.ts';
import { metadata } from './metadata.ts';

const pids = z.record(z.string(), z.looseObject({ identifier: z.string() })) satisfies z.ZodType<Pids>;

const fieldIssue = z.looseObject({ field: z.string(), messages: z.array(z.string()) }) satisfies z.ZodType<FieldIssue>;

const base = z.looseObject({
  id: z.string(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  parent: z.looseObject({ id: z.string(), pids: pids.exactOptional() }),
  versions: z.looseObject({ index: z.number(), is_latest: z.boolean(), is_latest_draft: z.boolean().exactOptional() }),
  metadata,
  pids,
  files: z.looseObject({ enabled: z.boolean(), entries: z.record(z.string(), fileEntry).exactOptional() }),
  links: z.looseObject({}),
  status: z.string().exactOptional(),
  is_published: z.boolean(),
  is_draft: z.boolean(),
});

export const zenodoRecord = base satisfies z.ZodType<ZenodoRecord>;

export const draft = base.extend({ errors: z.array(fieldIssue).exactOptional() }) satisfies z.ZodType<Draft>;
