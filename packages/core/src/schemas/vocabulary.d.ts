import * as z from 'zod/mini';
/** What all vocabularies have in common. */
export declare const term: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
}, z.core.$loose>;
