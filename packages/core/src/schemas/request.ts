import { z } from 'zod';
import type { RequestEvent, ZenodoRequest } from '../types/request.ts';

/** One of `user`, `community`, `record`; a guest has an address. */
const party = z.record(z.string(), z.string());

export const request = z.looseObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  is_open: z.boolean(),
  is_closed: z.boolean(),
  created_by: party.exactOptional(),
  receiver: party.nullable().exactOptional(),
  topic: party.nullable().exactOptional(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  links: z.looseObject({}),
}) satisfies z.ZodType<ZenodoRequest>;

const text = z.string().exactOptional();

export const requestEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  created: z.string(),
  updated: z.string(),
  revision_id: z.number(),
  created_by: party.exactOptional(),
  payload: z.looseObject({ content: text, format: text, event: text }).exactOptional(),
}) satisfies z.ZodType<RequestEvent>;
