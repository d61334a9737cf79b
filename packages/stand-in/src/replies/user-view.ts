import type { Doc } from '../json.ts';
import { emailOf, findUser, type User } from '../state/users.ts';

/** A user where another answer names it and was asked to expand names. The address is for the user alone. */
export function expandedUser(id: string, reader: User | undefined, origin: string): Doc {
  const user = findUser(id);
  if (!user) return { id, is_ghost: true };
  const isSelf = reader?.id === id;
  return {
    id,
    username: user.account,
    email: isSelf ? emailOf(user) : '',
    profile: { full_name: user.name, affiliations: user.affiliation },
    links: {
      self: `${origin}/api/users/${id}`,
      avatar: avatarOf(id, origin),
      records_html: `${origin}/search?q=parent.access.owned_by.user:${id}`,
    },
    blocked_at: null,
    verified_at: null,
    confirmed_at: null,
    active: true,
    is_current_user: isSelf,
  };
}

export function avatarOf(userId: string, origin: string): string {
  return `${origin}/api/users/${userId}/avatar.svg`;
}
