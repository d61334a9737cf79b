import * as z from 'zod/mini';
export declare const metadata: z.ZodMiniObject<{
    title: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    creators: z.ZodMiniExactOptional<z.ZodMiniArray<z.ZodMiniObject<{
        person_or_org: z.ZodMiniObject<{
            type: z.ZodMiniEnum<{
                organizational: "organizational";
                personal: "personal";
            }>;
            name: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
            family_name: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
            given_name: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
        }, z.core.$loose>;
        role: z.ZodMiniExactOptional<z.ZodMiniObject<{
            id: z.ZodMiniString<string>;
        }, z.core.$loose>>;
    }, z.core.$loose>>>;
    resource_type: z.ZodMiniExactOptional<z.ZodMiniObject<{
        id: z.ZodMiniString<string>;
    }, z.core.$loose>>;
    publication_date: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    publisher: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    description: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    version: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    identifiers: z.ZodMiniExactOptional<z.ZodMiniArray<z.ZodMiniObject<{
        identifier: z.ZodMiniString<string>;
        scheme: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    }, z.core.$loose>>>;
}, z.core.$loose>;
