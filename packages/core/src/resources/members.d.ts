import type { CallOptions } from '../types/call-options.ts';
import type { Member, MemberRole, MembersChange } from '../types/community.ts';
import type { ListQuery, SearchLimit } from '../types/page.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { Resource } from './resource.ts';
/** Who is in a community. All of these take its UUID alone. */
export declare class Members extends Resource {
    #private;
    /** All members, for members. */
    search(communityId: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Member, void, undefined>;
    /** Those who show themselves, for everybody. */
    searchPublic(communityId: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Member, void, undefined>;
    /** Those who were invited. */
    invitations(communityId: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Member, void, undefined>;
    /** Those who asked to become members. */
    membershipRequests(communityId: string, query?: ListQuery & SearchLimit, options?: CallOptions): AsyncGenerator<Member, void, undefined>;
    /** Invites users; each gets a request to accept. Not repeated by itself. */
    invite(communityId: string, { users, role, message }: {
        readonly users: readonly string[];
        readonly role: MemberRole;
        readonly message?: string;
    }, options?: CallOptions): Promise<void>;
    /** Changes roles, or whether memberships are shown. */
    update(communityId: string, { users, role, visible }: MembersChange, options?: CallOptions): Promise<void>;
    /** Takes members out; oneself is how to leave. @throws {ValidationError} nobody would own the community */
    remove(communityId: string, users: readonly string[], options?: CallOptions): Promise<void>;
    /** Asks to become a member, where the community's `member_policy` is open. Not repeated by itself. */
    askMembership(communityId: string, message: string, options?: CallOptions): Promise<ZenodoRequest>;
}
