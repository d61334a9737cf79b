import type { Links } from './file.ts';
import type { Funding, VocabularyEntry } from './metadata.ts';
/** A community. Fields that are not listed here are kept as Zenodo sent them. */
export interface Community {
    /** A UUID. Reviews and memberships know a community by it alone, not by the slug. */
    readonly id: string;
    /** Its name in addresses: letters, digits, `-` and `_`. */
    readonly slug: string;
    /** ISO 8601, UTC. */
    readonly created: string;
    /** ISO 8601, UTC. */
    readonly updated: string;
    /** For `ifRevision`. */
    readonly revision_id: number;
    readonly access: CommunityAccess;
    readonly metadata: CommunityMetadata;
    readonly custom_fields?: Readonly<{
        [name: string]: unknown;
    }>;
    readonly links: Links;
}
export interface CommunityAccess {
    /** Zenodo lets users make public ones alone. */
    readonly visibility?: 'public' | 'restricted' | (string & {});
    readonly members_visibility?: 'public' | 'restricted' | (string & {});
    /** `open`: anybody may ask to become a member. */
    readonly member_policy?: 'open' | 'closed' | (string & {});
    /** `closed`: members alone may submit records. */
    readonly record_submission_policy?: 'open' | 'closed' | (string & {});
    /** `closed`: every submission is reviewed; `open`: curators include directly; `members`: every member does. */
    readonly review_policy?: 'open' | 'closed' | 'members' | (string & {});
}
export interface CommunityMetadata {
    /** Up to 250 characters. */
    readonly title?: string;
    readonly description?: string;
    /** HTML. */
    readonly curation_policy?: string;
    /** HTML of the community's own page. */
    readonly page?: string;
    /** `organization`, `event`, `topic` or `project`. */
    readonly type?: VocabularyEntry;
    readonly website?: string;
    readonly organizations?: readonly {
        readonly id?: string;
        readonly name?: string;
    }[];
    readonly funding?: readonly Funding[];
}
export interface CommunityInput {
    readonly slug: string;
    readonly metadata: CommunityMetadata & {
        readonly title: string;
    };
    /** Default: public, open for submissions, each of them reviewed. */
    readonly access?: CommunityAccess;
    readonly custom_fields?: Readonly<{
        [name: string]: unknown;
    }>;
}
/** A change of a community: fields that are given replace its own, `undefined` takes one out. Zenodo does not change slugs. */
export interface CommunityChange {
    readonly metadata?: {
        readonly [Field in keyof CommunityMetadata]: CommunityMetadata[Field] | undefined;
    };
    readonly access?: CommunityAccess;
    readonly custom_fields?: Readonly<{
        [name: string]: unknown;
    }>;
}
export type MemberRole = 'reader' | 'curator' | 'manager' | 'owner' | (string & {});
/** Somebody in a community; of hidden members others see nothing. */
export interface Member {
    readonly id: string;
    readonly member: {
        readonly type: 'user' | 'group' | (string & {});
        readonly id: string;
        readonly name?: string;
    };
    readonly role?: MemberRole;
    readonly visible?: boolean;
    readonly created?: string;
}
/** Whom a change of members is about: ids of users. */
export interface MembersChange {
    readonly users: readonly string[];
    readonly role?: MemberRole;
    /** Everybody decides this for themselves; others can only be hidden. */
    readonly visible?: boolean;
}
/** What asking for communities led to: a request each, or the reason why there is none. */
export interface Inclusions {
    readonly processed?: readonly {
        readonly community_id: string;
        readonly request_id: string;
        readonly request?: unknown;
    }[];
    readonly errors?: readonly {
        readonly community_id: string;
        readonly message: string;
    }[];
}
