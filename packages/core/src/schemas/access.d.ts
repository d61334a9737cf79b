import * as z from 'zod/mini';
export declare const accessLink: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    permission: z.ZodMiniString<string>;
    token: z.ZodMiniString<string>;
    expires_at: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniString<string>>>;
}, z.core.$loose>;
export declare const accessGrant: z.ZodMiniObject<{
    permission: z.ZodMiniString<string>;
    subject: z.ZodMiniObject<{
        type: z.ZodMiniString<string>;
        id: z.ZodMiniString<string>;
    }, z.core.$loose>;
}, z.core.$loose>;
