import * as z from 'zod/mini';
import type { RequestEvent, ZenodoRequest } from '../types/request.ts';

/** One of `user`, `community`, `record`; a guest has an address. */
const party = z.record(z.string(), z.string());

export const request = z.looseObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  is_open: z.boolean(),
  is_closed: z.boolean(),
  created_by: z.exactOptional(party),
  receiver: z.exactOptional(z.nullable(party)),
  topic: z.exactOptional(z.nullable(party)),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  links: z.looseObject({}),
}) satisfies z.ZodMiniType<ZenodoRequest>;

const text = z.exactOptional(z.string());

export const requestEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  created_by: z.exactOptional(party),
  payload: z.exactOptional(z.looseObject({ content: text, format: text, event: text })),
}) satisfies z.ZodMiniType<RequestEvent>;
