import { ensureText, ensureUuid, refuse, shown } from '../errors/ensure.ts';
import { path } from '../transport/path.ts';
import type { CallOptions } from '../types/call-options.ts';
import type { Member, MemberRole, MembersChange } from '../types/community.ts';
import type { ListQuery, SearchLimit } from '../types/page.ts';
import type { ZenodoRequest } from '../types/request.ts';
import { eachItem } from './page-iterator.ts';
import { plainJson, Resource } from './resource.ts';

/** Who is in a community. All of these take its UUID alone. */
export class Members extends Resource {
  /** All members, for members. */
  search(communityId: string, query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Member, void, undefined> {
    return this.#list(communityId, 'members', query, options);
  }

  /** Those who show themselves, for everybody. */
  searchPublic(communityId: string, query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Member, void, undefined> {
    return this.#list(communityId, 'members/public', query, options);
  }

  /** Those who were invited. */
  invitations(communityId: string, query: ListQuery & SearchLimit = {}, options?: CallOptions): AsyncGenerator<Member, void, undefined> {
    return this.#list(communityId, 'invitations', query, options);
  }

  /** Those who asked to become members. */
  membershipRequests(
    communityId: string,
    query: ListQuery & SearchLimit = {},
    options?: CallOptions,
  ): AsyncGenerator<Member, void, undefined> {
    return this.#list(communityId, 'membership-requests', query, options);
  }

  /** Invites users; each gets a request to accept. Not repeated by itself. */
  async invite(
    communityId: string,
    { users, role, message }: { readonly users: readonly string[]; readonly role: MemberRole; readonly message?: string },
    options?: CallOptions,
  ): Promise<void> {
    ensureText('role', role, '"reader", "curator", "manager" or "owner"');
    const json = { members: named(users), role, ...(message !== undefined && { message }) };
    return this.send('none', { method: 'POST', path: `${community(communityId)}/invitations`, json, accept: plainJson, ...options });
  }

  /** Changes roles, or whether memberships are shown. */
  async update(communityId: string, { users, role, visible }: MembersChange, options?: CallOptions): Promise<void> {
    const json = { members: named(users), ...(role !== undefined && { role }), ...(visible !== undefined && { visible }) };
    return this.send('none', { method: 'PUT', path: `${community(communityId)}/members`, json, accept: plainJson, ...options });
  }

  /** Takes members out; oneself is how to leave. @throws {ValidationError} nobody would own the community */
  async remove(communityId: string, users: readonly string[], options?: CallOptions): Promise<void> {
    const json = { members: named(users) };
    return this.send('none', { method: 'DELETE', path: `${community(communityId)}/members`, json, accept: plainJson, ...options });
  }

  /** Asks to become a member, where the community's `member_policy` is open. Not repeated by itself. */
  async askMembership(communityId: string, message: string, options?: CallOptions): Promise<ZenodoRequest> {
    const target = `${community(communityId)}/membership-requests`;
    return this.send('request', { method: 'POST', path: target, json: { message }, accept: plainJson, ...options });
  }

  async *#list(
    communityId: string,
    part: string,
    query: ListQuery & SearchLimit,
    options?: CallOptions,
  ): AsyncGenerator<Member, void, undefined> {
    const at = { path: `${community(communityId)}/${part}`, accept: plainJson, idOf: ({ id }: Member) => id, splits: undefined };
    yield* eachItem(this.listing<Member>('members', at, options), query);
  }
}

function community(communityId: string): string {
  return path`/communities/${ensureUuid('communityId', communityId, 'the community\'s "id", a UUID; communities.get(slug) tells it')}`;
}

function named(users: readonly string[]): readonly { readonly type: 'user'; readonly id: string }[] {
  if (!Array.isArray(users) || users.length === 0) refuse('users', shown(users), `a list of ids of users, such as ['623']`);
  return users.map((id, index) => ({ type: 'user', id: ensureText(`users.${index}`, id, `an id of a user, such as '623'`) }));
}
