import * as z from 'zod/mini';
export declare const pageOf: <Item>(item: z.ZodMiniType<Item>) => z.ZodMiniObject<{
    hits: z.ZodMiniObject<{
        hits: z.ZodMiniArray<z.ZodMiniType<Item, unknown, z.core.$ZodTypeInternals<Item, unknown>>>;
        total: z.ZodMiniNumber<number>;
    }, z.core.$loose>;
}, z.core.$loose>;
