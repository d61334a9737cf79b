import { denied } from '../http/problem.ts';
import type { Doc } from '../json.ts';
import type { Community, Member, Role } from '../state/community.ts';
import type { User } from '../state/users.ts';

/** Which roles each role may give, change and take away. */
const MANAGES: Readonly<Record<Role, readonly Role[]>> = {
  reader: [],
  curator: [],
  manager: ['manager', 'curator', 'reader'],
  owner: ['owner', 'manager', 'curator', 'reader'],
};

/** The user's own membership, once it is accepted. */
export function membershipOf(user: User | undefined, community: Community): Member | undefined {
  return community.members.find((member) => member.active && member.userId === user?.id);
}

/** True when the user has one of the roles; an administrator has all. */
export function hasRole(user: User | undefined, community: Community, ...roles: readonly Role[]): boolean {
  if (user?.account === 'admin') return true;
  const membership = membershipOf(user, community);
  return membership !== undefined && roles.includes(membership.role);
}

export const isMember = (user: User | undefined, community: Community) => hasRole(user, community, 'reader', 'curator', 'manager', 'owner');
/** May read, accept and decline what is submitted. */
export const curates = (user: User | undefined, community: Community) => hasRole(user, community, 'curator', 'manager', 'owner');
/** May invite and see who is invited. */
export const managesMembers = (user: User | undefined, community: Community) => hasRole(user, community, 'manager', 'owner');
/** May change and delete the community. */
export const owns = (user: User | undefined, community: Community) => hasRole(user, community, 'owner');

/** True when the user may give that role to others, or change those who have it. */
export function managesRole(user: User | undefined, community: Community, role: Role): boolean {
  if (user?.account === 'admin') return true;
  const own = membershipOf(user, community);
  return own !== undefined && MANAGES[own.role].includes(role);
}

/** True when the community may be seen. */
export function seesCommunity(user: User | undefined, community: Community): boolean {
  return community.access['visibility'] !== 'restricted' || isMember(user, community);
}

/** True when the user may submit records: any user to an open community, members to one that is closed or restricted. */
export function maySubmit(user: User | undefined, community: Community): boolean {
  const closed = community.access['record_submission_policy'] === 'closed' || community.access['visibility'] === 'restricted';
  return closed ? isMember(user, community) : user !== undefined;
}

/** True when what the user submits is accepted without a review. */
export function includesDirectly(user: User | undefined, community: Community): boolean {
  const policy = community.access['review_policy'];
  if (policy === 'open') return curates(user, community);
  return policy === 'members' && isMember(user, community);
}

/** @throws {Problem} 403 */
export function requireThat(allowed: boolean): void {
  if (!allowed) throw denied();
}

/** Why a community cannot stand below another one, or undefined when it can. */
export function whyNotBelow(child: Pick<Community, 'id' | 'takesChildren'>, parent: Community | undefined): string | undefined {
  if (!parent || parent.tombstone) return 'Assigned parent community does not exist.';
  if (parent.takesChildren !== true) return 'Assigned parent is not allowed to be a parent.';
  if (child.takesChildren === true) return "Community allowed to be a parent can't be a child.";
  if (parent.parentId !== undefined) return 'Assigned parent community cannot also have a parent.';
  return child.id === parent.id ? 'Assigned parent community cannot be the same as child.' : undefined;
}

/** True when the record may not be in the community because everybody may see it, and not the community. */
export function isTooPublic(access: Doc, community: Community): boolean {
  return community.access['visibility'] === 'restricted' && access['record'] !== 'restricted';
}
