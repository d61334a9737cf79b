import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import type { Doc } from '../json.ts';
import { emailOf, findUser, isVerified, type User } from '../state/users.ts';

/** When the accounts were made. */
const ENROLLED = '2026-01-01T00:00:00.000000+00:00';

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
    links: linksOf(id, origin),
    blocked_at: null,
    verified_at: null,
    confirmed_at: null,
    active: true,
    is_current_user: isSelf,
  };
}

/** A user as the users' own route shows it: details to the user and to administrators, the address to nobody else. */
export function userView(call: Call, app: App, user: User): Doc {
  const isSelf = call.user?.id === user.id;
  return {
    id: user.id,
    links: linksOf(user.id, call.origin),
    is_current_user: isSelf,
    username: user.account,
    profile: { full_name: user.name, affiliations: user.affiliation },
    identities: {},
    ...(isSelf || call.user?.account === 'admin' ? detailsOf(user, app.store.blockedUsers.has(user.id)) : {}),
  };
}

function detailsOf(user: User, isBlocked: boolean): Doc {
  return {
    created: ENROLLED,
    updated: ENROLLED,
    revision_id: 1,
    email: emailOf(user),
    domain: 'example.org',
    active: !isBlocked,
    confirmed: true,
    verified: isVerified(user.id),
    blocked: isBlocked,
    preferences: { visibility: 'public', email_visibility: 'restricted', locale: 'en', timezone: 'Europe/Zurich' },
  };
}

function linksOf(id: string, origin: string): Doc {
  return {
    self: `${origin}/api/users/${id}`,
    avatar: avatarOf(id, origin),
    records_html: `${origin}/search?q=parent.access.owned_by.user:${id}`,
  };
}

export function avatarOf(userId: string, origin: string): string {
  return `${origin}/api/users/${userId}/avatar.svg`;
}
