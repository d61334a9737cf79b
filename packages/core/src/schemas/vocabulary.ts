import * as z from 'zod/mini';

/** What all vocabularies have in common. */
export const term = z.looseObject({ id: z.string() });
