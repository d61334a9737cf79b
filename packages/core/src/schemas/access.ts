import * as z from 'zod/mini';
import type { AccessGrant, AccessLink } from '../types/access.ts';

export const accessLink = z.looseObject({
  id: z.string(),
  permission: z.string(),
  token: z.string(),
  expires_at: z.exactOptional(z.nullable(z.string())),
}) satisfies z.ZodMiniType<AccessLink>;

export const accessGrant = z.looseObject({
  permission: z.string(),
  subject: z.looseObject({ type: z.string(), id: z.string() }),
}) satisfies z.ZodMiniType<AccessGrant>;
