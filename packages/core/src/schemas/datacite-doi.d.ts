import * as z from 'zod/mini';
export declare const dataciteDoi: z.ZodMiniObject<{
    data: z.ZodMiniObject<{
        id: z.ZodMiniString<string>;
        attributes: z.ZodMiniObject<{
            state: z.ZodMiniString<string>;
        }, z.core.$loose>;
    }, z.core.$loose>;
}, z.core.$loose>;
