import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import type { Doc } from '../json.ts';
import { managesRole } from '../rules/communities.ts';
import { actionsFor } from '../rules/requests.ts';
import type { Community, Member } from '../state/community.ts';
import { findUser } from '../state/users.ts';
import { avatarOf } from './user-view.ts';

/** A member as everybody may see those who show themselves. */
export function publicMember(call: Call, member: Member): Doc {
  return { id: member.id, member: personOf(call, member) };
}

/** A member as other members see it, with what the caller may change. */
export function memberView(call: Call, community: Community, member: Member): Doc {
  const isSelf = call.user?.id === member.userId;
  const canUpdate = managesRole(call.user, community, member.role);
  return {
    ...ofMember(call, member),
    permissions: {
      can_leave: isSelf,
      can_delete: canUpdate && !isSelf,
      can_update_role: canUpdate && !isSelf,
      can_update_visible: (member.visible && canUpdate) || isSelf,
      can_update_group_notification: false,
    },
    links: {},
  };
}

/** Somebody who is invited or has asked to join, with the request about it. */
export function awaitedView(call: Call, app: App, community: Community, member: Member): Doc {
  const request = app.store.requests.get(member.requestId ?? '');
  const isOpen = request?.status === 'submitted';
  const self = `${call.origin}/api/requests/${member.requestId}`;
  const actions = request ? actionsFor(app, call.user, request) : [];
  const mayUpdate = isOpen && managesRole(call.user, community, member.role);
  return {
    ...ofMember(call, member),
    permissions:
      request?.type === 'community-invitation' ? { can_cancel: isOpen, can_update_role: mayUpdate } : { can_update_role: isOpen },
    request: {
      id: member.requestId ?? '',
      status: request?.status ?? '',
      is_open: isOpen,
      type: request?.type ?? '',
      ...(request?.expiresAt ? { expires_at: request.expiresAt } : {}),
    },
    links: { actions: Object.fromEntries(actions.map((action) => [action, `${self}/actions/${action}`])) },
  };
}

/** The name that members are listed by. */
export function nameOfMember({ userId }: Member): string {
  return findUser(userId)?.name ?? 'Untitled';
}

function ofMember(call: Call, member: Member): Doc {
  return {
    ...publicMember(call, member),
    role: member.role,
    visible: member.visible,
    group_notification_enabled: null,
    is_current_user: call.user?.id === member.userId,
    created: member.created,
    updated: member.updated,
    revision_id: member.revision,
  };
}

function personOf(call: Call, member: Member): Doc {
  const user = findUser(member.userId);
  return {
    type: 'user',
    id: member.userId,
    name: nameOfMember(member),
    description: user?.affiliation ?? '',
    avatar: avatarOf(member.userId, call.origin),
  };
}
