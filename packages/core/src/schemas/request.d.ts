import * as z from 'zod/mini';
export declare const request: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    type: z.ZodMiniString<string>;
    status: z.ZodMiniString<string>;
    is_open: z.ZodMiniBoolean<boolean>;
    is_closed: z.ZodMiniBoolean<boolean>;
    created_by: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniString<string>>>;
    receiver: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniString<string>>>>;
    topic: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniString<string>>>>;
    created: z.ZodMiniString<string>;
    updated: z.ZodMiniString<string>;
    revision_id: z.ZodMiniNumber<number>;
    links: z.ZodMiniObject<{}, z.core.$loose>;
}, z.core.$loose>;
export declare const requestEvent: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    type: z.ZodMiniString<string>;
    created: z.ZodMiniString<string>;
    updated: z.ZodMiniString<string>;
    revision_id: z.ZodMiniNumber<number>;
    created_by: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniString<string>>>;
    payload: z.ZodMiniExactOptional<z.ZodMiniObject<{
        content: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        format: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        event: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    }, z.core.$loose>>;
}, z.core.$loose>;
