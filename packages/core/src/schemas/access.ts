import { z } from 'zod';
import type { AccessGrant, AccessLink } from '../types/access.ts';

export const accessLink = z.looseObject({
  id: z.string(),
  permission: z.string(),
  token: z.string(),
  expires_at: z.string().nullable().exactOptional(),
}) satisfies z.ZodType<AccessLink>;

export const accessGrant = z.looseObject({
  permission: z.string(),
  subject: z.looseObject({ type: z.string(), id: z.string() }),
}) satisfies z.ZodType<AccessGrant>;
