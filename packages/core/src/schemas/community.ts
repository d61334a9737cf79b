import * as z from 'zod/mini';
import type { Community, Inclusions, Member } from '../types/community.ts';

const text = z.exactOptional(z.string());

export const community = z.looseObject({
  id: z.string(),
  slug: z.string(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  access: z.looseObject({ visibility: text, review_policy: text, record_submission_policy: text }),
  metadata: z.looseObject({ title: text, description: text }),
  links: z.looseObject({}),
}) satisfies z.ZodMiniType<Community>;

export const member = z.looseObject({
  id: z.string(),
  member: z.looseObject({ type: z.string(), id: z.string(), name: text }),
  role: text,
  visible: z.exactOptional(z.boolean()),
}) satisfies z.ZodMiniType<Member>;

export const inclusions = z.looseObject({
  processed: z.exactOptional(z.array(z.looseObject({ community_id: z.string(), request_id: z.string() }))),
  errors: z.exactOptional(z.array(z.looseObject({ community_id: z.string(), message: z.string() }))),
}) satisfies z.ZodMiniType<Inclusions>;
