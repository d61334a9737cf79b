import * as z from 'zod/mini';
export declare const zenodoRecord: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    created: z.ZodMiniString<string>;
    updated: z.ZodMiniString<string>;
    revision_id: z.ZodMiniNumber<number>;
    parent: z.ZodMiniObject<{
        id: z.ZodMiniString<string>;
        pids: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
            identifier: z.ZodMiniString<string>;
        }, z.core.$loose>>>;
    }, z.core.$loose>;
    versions: z.ZodMiniObject<{
        index: z.ZodMiniNumber<number>;
        is_latest: z.ZodMiniBoolean<boolean>;
        is_latest_draft: z.ZodMiniExactOptional<z.ZodMiniBoolean<boolean>>;
    }, z.core.$loose>;
    metadata: z.ZodMiniObject<{
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
    pids: z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
        identifier: z.ZodMiniString<string>;
    }, z.core.$loose>>;
    files: z.ZodMiniObject<{
        enabled: z.ZodMiniBoolean<boolean>;
        entries: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
            key: z.ZodMiniString<string>;
            status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
            size: z.ZodMiniExactOptional<z.ZodMiniNumber<number>>;
            checksum: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniString<string>>>;
        }, z.core.$loose>>>;
    }, z.core.$loose>;
    links: z.ZodMiniObject<{}, z.core.$loose>;
    status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    is_published: z.ZodMiniBoolean<boolean>;
    is_draft: z.ZodMiniBoolean<boolean>;
}, z.core.$loose>;
export declare const draft: z.ZodMiniObject<{
    id: z.ZodMiniString<string>;
    created: z.ZodMiniString<string>;
    updated: z.ZodMiniString<string>;
    revision_id: z.ZodMiniNumber<number>;
    parent: z.ZodMiniObject<{
        id: z.ZodMiniString<string>;
        pids: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
            identifier: z.ZodMiniString<string>;
        }, z.core.$loose>>>;
    }, z.core.$loose>;
    versions: z.ZodMiniObject<{
        index: z.ZodMiniNumber<number>;
        is_latest: z.ZodMiniBoolean<boolean>;
        is_latest_draft: z.ZodMiniExactOptional<z.ZodMiniBoolean<boolean>>;
    }, z.core.$loose>;
    metadata: z.ZodMiniObject<{
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
    pids: z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
        identifier: z.ZodMiniString<string>;
    }, z.core.$loose>>;
    files: z.ZodMiniObject<{
        enabled: z.ZodMiniBoolean<boolean>;
        entries: z.ZodMiniExactOptional<z.ZodMiniRecord<z.ZodMiniString<string>, z.ZodMiniObject<{
            key: z.ZodMiniString<string>;
            status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
            size: z.ZodMiniExactOptional<z.ZodMiniNumber<number>>;
            checksum: z.ZodMiniExactOptional<z.ZodMiniNullable<z.ZodMiniString<string>>>;
        }, z.core.$loose>>>;
    }, z.core.$loose>;
    links: z.ZodMiniObject<{}, z.core.$loose>;
    status: z.ZodMiniExactOptional<z.ZodMiniString<string>>;
    is_published: z.ZodMiniBoolean<boolean>;
    is_draft: z.ZodMiniBoolean<boolean>;
    errors: z.ZodMiniExactOptional<z.ZodMiniArray<z.ZodMiniObject<{
        field: z.ZodMiniString<string>;
        messages: z.ZodMiniArray<z.ZodMiniString<string>>;
    }, z.core.$loose>>>;
}, z.core.$loose>;
