import type { Links } from './file.ts';
/** Something that one asks and another decides: a submission to a community, an inclusion, an invitation, a deletion. */
export interface ZenodoRequest {
    /** A UUID. */
    readonly id: string;
    readonly type: RequestType;
    readonly status: RequestStatus;
    readonly is_open: boolean;
    readonly is_closed: boolean;
    readonly title?: string;
    /** A number for people. */
    readonly number?: string;
    readonly description?: string;
    /** One of `user` and `community`, by id. */
    readonly created_by?: RequestParty;
    readonly receiver?: RequestParty | null;
    /** What it is about: `record` or `community`, by id. */
    readonly topic?: RequestParty | null;
    readonly payload?: unknown;
    /** ISO 8601, UTC. */
    readonly created: string;
    readonly updated: string;
    readonly expires_at?: string | null;
    readonly last_activity_at?: string | null;
    readonly revision_id: number;
    /** `links.actions` holds what the caller may do now, by name. */
    readonly links: Links;
}
export type RequestParty = Readonly<{
    [kind: string]: string;
}>;
/** `created` waits to be submitted; `submitted` is open; the others are closed. */
export type RequestStatus = 'created' | 'submitted' | 'accepted' | 'declined' | 'cancelled' | 'expired' | 'deleted' | (string & {});
export type RequestType = 'community-submission' | 'community-inclusion' | 'community-invitation' | 'community-membership-request' | 'user-access-request' | 'guest-access-request' | 'record-deletion' | 'file-modification' | 'quota-increase' | (string & {});
/** A line of a request's timeline: a comment (`C`), or a note of what happened (`L`). */
export interface RequestEvent {
    readonly id: string;
    readonly type: 'C' | 'L' | (string & {});
    readonly created: string;
    readonly updated: string;
    readonly revision_id: number;
    readonly created_by?: RequestParty;
    /** A comment has `content` and `format`, a note has `event`: `accepted`, `declined`, … */
    readonly payload?: {
        readonly content?: string;
        readonly format?: string;
        readonly event?: string;
    };
    readonly links?: Links;
}
/** Where a request's answers wait: `true` for open ones, a type, a party such as `record:123`. */
export interface RequestFilter {
    readonly isOpen?: boolean;
    readonly type?: RequestType;
    readonly status?: RequestStatus;
    /** `record:412011`. */
    readonly topic?: string;
    /** `community:<uuid>` or `user:<id>`. */
    readonly receiver?: string;
    /** `user:<id>`. */
    readonly createdBy?: string;
    /** What others ask of the caller's communities, in the list of own requests. */
    readonly sharedWithMe?: boolean;
}
