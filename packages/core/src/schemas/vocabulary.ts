import { z } from 'zod';

/** What all vocabularies have in common. */
export const term = z.looseObject({ id: z.string() });
