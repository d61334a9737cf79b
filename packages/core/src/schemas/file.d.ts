import * as z from 'zod/mini';
export declare const fileEntry: z.ZodMiniObject<{
    key: z.ZodMiniString<string>;
    status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    size: z.ZodMiniExactOptional<z.ZodMiniNumber<number>>;
    checksum: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniString<string>>>;
}, z.core.$loose>;
export declare const fileList: z.ZodMiniObject<{
    enabled: z.ZodMiniBoolean<boolean>;
    entries: z.ZodMiniArray<z.ZodMiniObject<{
        key: z.ZodMiniString<string>;
        status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        size: z.ZodMiniExactOptional<z.ZodMiniNumber<number>>;
        checksum: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniString<string>>>;
    }, z.core.$loose>>;
}, z.core.$loose>;
