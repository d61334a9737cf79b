import * as z from 'zod/mini';
export declare const community: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    slug: z.ZodMiniString<string>;
    created: z.ZodMiniString<string>;
    updated: z.ZodMiniString<string>;
    revision_id: z.ZodMiniNumber<number>;
    access: z.ZodMiniObject<{
        visibility: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        review_policy: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        record_submission_policy: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    }, z.core.$loose>;
    metadata: z.ZodMiniObject<{
        title: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        description: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    }, z.core.$loose>;
    links: z.ZodMiniObject<{}, z.core.$loose>;
}, z.core.$loose>;
export declare const member: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    member: z.ZodMiniObject<{
        type: z.ZodMiniString<string>;
        id: z.ZodMiniString<string>;
        name: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    }, z.core.$loose>;
    role: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    visible: z.ZodMiniExactOptional<z.ZodMiniBoolean<boolean>>;
}, z.core.$loose>;
export declare const inclusions: z.ZodMiniObject<{
    processed: z.ZodMiniExactOptional<z.ZodMiniArray<z.ZodMiniObject<{
        community_id: z.ZodMiniString<string>;
        request_id: z.ZodMiniString<string>;
    }, z.core.$loose>>>;
    errors: z.ZodMiniExactOptional<z.ZodMiniArray<z.ZodMiniObject<{
        community_id: z.ZodMiniString<string>;
        message: z.ZodMiniString<string>;
    }, z.core.$loose>>>;
}, z.core.$loose>;
