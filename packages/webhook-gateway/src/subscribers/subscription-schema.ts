import { z } from 'zod';
import { matchSchema } from '../recipes/match-schema.ts';

/** The operators of a recipe's `match`, over paths of an event. */
export const eventFilterSchema = z.record(
  z.string().regex(/^(type|subject|source|data(\.[A-Za-z0-9_-]+)+)$/, 'expected type, subject, source or data.<name>'),
  matchSchema.valueType,
);
