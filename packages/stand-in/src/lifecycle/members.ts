import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import { Problem } from '../http/problem.ts';
import { textAt } from '../json.ts';
import type { Community, Member, Role } from '../state/community.ts';
import type { ReviewRequest } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { changeCommunity, newMember } from './communities.ts';
import { addComment, createRequest } from './requests.ts';

const INVITATION_LIFE_MS = 30 * 24 * 3600 * 1000;

interface Invitation {
  readonly userIds: readonly string[];
  readonly role: Role;
  readonly message: string | undefined;
}

/**
 * Invites users: each gets a request to answer.
 *
 * @throws {Problem} 400 when one of them is a member already or has one open; then nobody is invited
 */
export function inviteMembers(app: App, user: User, community: Community, { userIds, role, message }: Invitation): void {
  app.store.atomically(() => {
    for (const userId of userIds) {
      const request = createRequest(app, {
        type: 'community-invitation',
        status: 'submitted',
        title: `Invitation to join "${textAt(community.metadata, 'title') ?? ''}"`,
        description: `You will join as "${titleOfRole(role)}".`,
        createdBy: user.id,
        receiver: { user: userId },
        topic: { community: community.id },
        expiresAt: new Date(app.faults.now() + INVITATION_LIFE_MS).toISOString(),
      });
      if (message) addComment(app, request, { user: user.id }, { content: message, format: 'html' });
      awaitMember(app, community.id, userId, role, request.id);
    }
  });
}

/** Asks to become a reader. @throws {Problem} 400 for who has asked already */
export function askForMembership(app: App, user: User, community: Community, message: string): ReviewRequest {
  return app.store.atomically(() => {
    const request = createRequest(app, {
      type: 'community-membership-request',
      status: 'submitted',
      title: `Request to join "${textAt(community.metadata, 'title') ?? ''}"`,
      createdBy: user.id,
      receiver: { community: community.id },
      topic: { community: community.id },
      expiresAt: new Date(app.faults.now() + INVITATION_LIFE_MS).toISOString(),
    });
    awaitMember(app, community.id, user.id, 'reader', request.id);
    return message === '' ? request : addComment(app, request, { user: user.id }, { content: message, format: 'html' }).request;
  });
}

function awaitMember(app: App, communityId: string, userId: string, role: Role, requestId: string): void {
  const community = app.store.communities.get(communityId)!;
  if (community.members.some((member) => !member.isOver && member.userId === userId))
    throw new Problem(400, 'One of the submitted entity is already a member or pending a decision. The entire action was cancelled.');
  changeCommunity(app, { ...community, members: [...community.members, newMember(userId, role, { active: false, requestId })] });
}

/** Somebody who was invited, or asked to join, is a member now. The invitation stays in its list. */
export function startMembership(app: App, request: ReviewRequest): void {
  const community = aboutWhich(app, request);
  const awaited = community?.members.find((member) => member.requestId === request.id && !member.isOver);
  if (!community || !awaited) return;
  const { requestId: _request, ...member } = awaited;
  const joined = { ...member, active: true, updated: timestamp(), revision: member.revision + 1 };
  saveMembers(app, community, [...community.members.filter((one) => one !== awaited), joined, { ...over(awaited), id: request.id }]);
}

/** Somebody who was invited, or asked to join, does not become a member. */
export function endMembership(app: App, request: ReviewRequest): void {
  const community = aboutWhich(app, request);
  if (!community) return;
  saveMembers(
    app,
    community,
    community.members.map((member) => (member.requestId === request.id ? over(member) : member)),
  );
}

export function saveMembers(app: App, community: Community, members: readonly Member[]): void {
  changeCommunity(app, { ...community, members });
}

/** `Manager` for `manager`. */
export function titleOfRole(role: string): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}

function over(member: Member): Member {
  return { ...member, isOver: true };
}

function aboutWhich(app: App, request: ReviewRequest): Community | undefined {
  return app.store.communities.get(textAt(request.topic, 'community') ?? '');
}
