import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES } from '../http/negotiation.ts';
import { denied, Problem } from '../http/problem.ts';
import { jsonReply, type Reply, reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { html } from '../pages/html.ts';
import { pageLinks } from '../replies/page-links.ts';
import { userView } from '../replies/user-view.ts';
import { requireThat } from '../rules/communities.ts';
import { plainMatches } from '../search/plain-match.ts';
import { parseQuery } from '../search/query.ts';
import type { User } from '../state/users.ts';

/** Of users nobody is shown more, so that they cannot be listed. */
const SHOWN = 10;
const FOUND_BY = { texts: ['username', 'profile.full_name', 'profile.affiliations'], prefixes: true };

/** Users for those who are logged in: without blocked ones, as these cannot log in. */
function search(call: Call, app: App): Reply {
  call.requireUser();
  return listReply(
    call,
    app,
    '/api/users',
    app.store.users.all().filter(({ id }) => !app.store.blockedUsers.has(id)),
  );
}

function searchAll(call: Call, app: App): Reply {
  requireThat(call.user?.account === 'admin');
  return listReply(call, app, '/api/users/all', app.store.users.all());
}

function listReply(call: Call, app: App, path: string, users: readonly User[]): Reply {
  const [q, suggest] = [call.query.get('q') ?? '', call.query.get('suggest') ?? ''];
  if (q !== '' && suggest !== '') throw new Problem(400, 'Invalid querystring parameters.');
  const wanted = parseQuery(q);
  const found = users.filter((user) => {
    const fields = { id: user.id, username: user.account, profile: { full_name: user.name, affiliations: user.affiliation } };
    if (q !== '') return plainMatches(wanted, fields, FOUND_BY);
    return suggest === '' || isSuggested(user, suggest);
  });
  const sort = q === '' && suggest === '' ? 'username' : 'bestmatch';
  const kept = new URLSearchParams([...call.query].filter(([name]) => ['q', 'suggest'].includes(name)));
  return jsonReply(
    200,
    {
      hits: { hits: found.slice(0, SHOWN).map((user) => userView(call, app, user)), total: found.length },
      sortBy: sort,
      page: 1,
      links: pageLinks(call.origin + path, kept, { page: 1, size: SHOWN, sort, more: false }),
    },
    call.accepted,
  );
}

/** True when each word of a text begins a word of what is known of the user. */
function isSuggested({ account, name, affiliation }: User, text: string): boolean {
  const words = (given: string) => given.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const known = words(`${account} ${name} ${affiliation}`);
  return words(text).every((word) => known.some((one) => one.startsWith(word)));
}

function read(call: Call, app: App): Reply {
  return jsonReply(200, userView(call, app, shown(call, app)), call.accepted);
}

/** A user whom the caller may see: nobody sees one, and is not told who there is. */
function shown(call: Call, app: App): User {
  const user = named(call, app);
  if (!user || !call.user) throw new Problem(404, 'The user does not exist.');
  return user;
}

function named(call: Call, app: App): User | undefined {
  return app.store.users.all().find(({ id }) => id === call.param('user'));
}

const COLOURS = ['#c0392b', '#8e44ad', '#2980b9', '#16a085', '#d35400', '#2c3e50'];

/** A disc with the first letter of the name. */
function avatar(call: Call, app: App): Reply {
  const user = shown(call, app);
  const letter = user.name.charAt(0).toUpperCase();
  const colour = COLOURS[Number(user.id) % COLOURS.length]!;
  const svg = html`<svg width="256" height="256" xmlns="http://www.w3.org/2000/svg"><circle cx="128" cy="128" r="127" fill="${colour}"/><text x="50%" y="53%" dominant-baseline="middle" text-anchor="middle" font-family="sans-serif" font-size="125" fill="#fff">${letter}</text></svg>`;
  return reply(200, 'image/svg+xml; charset=utf-8', svg.text, { etag: `"${letter}${colour}"` });
}

/** Nobody is in a group, as Zenodo has none. */
function groupsOf(call: Call): Reply {
  requireThat(call.user?.account === 'admin' || (call.user !== undefined && call.user.id === call.param('user')));
  return jsonReply(200, []);
}

/** Blocks an account, or lets it in again. */
function block(call: Call, app: App): Reply {
  return setBlocked(call, app, true);
}

function restore(call: Call, app: App): Reply {
  return setBlocked(call, app, false);
}

function setBlocked(call: Call, app: App, isBlocked: boolean): Reply {
  const user = named(call, app);
  // Nobody blocks the account that is used for it.
  requireThat(call.user?.account === 'admin' && user !== undefined && user.id !== call.user.id);
  if (isBlocked) app.store.blockedUsers.add(user!.id);
  else app.store.blockedUsers.remove(user!.id);
  return reply(200, 'text/html; charset=utf-8', '');
}

/** Groups are switched off on Zenodo: everything about them is refused, to administrators too. */
function noGroups(): Reply {
  throw denied();
}

const USERS = '/api/users';
const GROUPS = '/api/groups';
const serves = DRAFT_FILE_TYPES;

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: USERS, serves, handle: search },
  { method: 'GET', path: `${USERS}/all`, serves, handle: searchAll },
  { method: 'GET', path: `${USERS}/:user`, serves, handle: read },
  { method: 'GET', path: `${USERS}/:user/avatar.svg`, handle: avatar },
  { method: 'GET', path: `${USERS}/:user/groups`, serves, handle: groupsOf },
  { method: 'POST', path: `${USERS}/:user/block`, serves, handle: block },
  { method: 'POST', path: `${USERS}/:user/restore`, serves, handle: restore },
  { method: 'GET', path: GROUPS, serves, handle: noGroups },
  { method: 'POST', path: GROUPS, serves, handle: noGroups },
  { method: 'GET', path: `${GROUPS}/:group`, serves, handle: noGroups },
  { method: 'PUT', path: `${GROUPS}/:group`, serves, handle: noGroups },
  { method: 'DELETE', path: `${GROUPS}/:group`, serves, handle: noGroups },
  { method: 'GET', path: `${GROUPS}/:group/avatar.svg`, handle: noGroups },
];
