import type { App } from '../app.ts';
import { timestamp } from '../clock.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY } from '../http/negotiation.ts';
import { denied, invalidField, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { isDoc, textAt } from '../json.ts';
import { askForMembership, inviteMembers, saveMembers, titleOfRole } from '../lifecycle/members.ts';
import { addComment } from '../lifecycle/requests.ts';
import { byTime, listPage, type PlainFacet } from '../replies/list-page.ts';
import { awaitedView, memberView, nameOfMember, publicMember } from '../replies/member-view.ts';
import { requestView } from '../replies/request-view.ts';
import { isMember, managesMembers, managesRole, membershipOf, requireThat } from '../rules/communities.ts';
import { type MembersInput, readMembersInput } from '../rules/schema/members.ts';
import type { Community, Member } from '../state/community.ts';
import { findUser, type User } from '../state/users.ts';
import { communityOf } from './communities.ts';

/** Members are asked for by the community's id alone. @throws {Problem} 400 for a slug */
export function communityById(call: Call, app: App): Community {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(call.param('community')))
    throw invalidField('pid_value', 'Not a valid UUID.');
  return communityOf(call, app);
}

function search(call: Call, app: App): Reply {
  const community = communityById(call, app);
  requireThat(isMember(call.user, community));
  const items = listed(app, community).filter(({ active }) => active);
  return memberList(call, { items, part: 'members', facets: [ROLE, VISIBILITY], view: (member) => memberView(call, community, member) });
}

function searchPublic(call: Call, app: App): Reply {
  const community = communityById(call, app);
  requireThat(community.access['members_visibility'] !== 'restricted' || isMember(call.user, community));
  const items = listed(app, community).filter(({ active, visible }) => active && visible);
  return memberList(call, { items, part: 'members/public', view: (member) => publicMember(call, member) });
}

/** Zenodo has no groups, and users have to be invited: so nobody can be added. */
async function add(call: Call, app: App): Promise<Reply> {
  await call.json();
  communityById(call, app);
  throw denied();
}

/** Changes the role of others, or whether a membership is shown. */
async function update(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityById(call, app);
  requireThat(isMember(call.user, community));
  const input = readMembersInput(body, false);
  const { role, visible } = input;
  if (role === undefined && visible === undefined)
    throw invalidField('_schema', "Missing fields 'role' and/or 'visible' and/or 'group_notification_enabled'.");
  const user = call.requireUser();
  const named = membersNamed(community, input, ({ isOver }) => !isOver);
  for (const member of named) {
    mayChange(user, community, member, role ?? member.role);
    if (role !== undefined && member.userId === user.id) throw invalidField('_schema', 'You cannot change your own role.');
    if (visible && member.userId !== user.id) throw invalidField('_schema', 'You can only set public visibility on your own membership.');
  }
  const members = community.members.map((member) =>
    named.includes(member)
      ? { ...member, role: role ?? member.role, visible: visible ?? member.visible, updated: timestamp(), revision: member.revision + 1 }
      : member,
  );
  requireOwner(members);
  app.store.atomically(() => {
    saveMembers(app, community, members);
    for (const member of named) if (role !== undefined) tellInvited(app, user, member, role);
  });
  return noContent();
}

async function remove(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityById(call, app);
  requireThat(isMember(call.user, community));
  const named = membersNamed(community, readMembersInput(body, false), ({ active }) => active);
  for (const member of named) mayChange(call.requireUser(), community, member, member.role);
  const members = community.members.filter((member) => !named.includes(member));
  requireOwner(members);
  saveMembers(app, community, members);
  return noContent();
}

async function invite(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityById(call, app);
  const { role, visible, ...input } = readMembersInput(body, true);
  if (visible) throw invalidField('_schema', 'Must be false');
  requireThat(managesRole(call.user, community, role!));
  if (input.userIds.some((id) => !app.store.users.withId(id))) throw new Problem(400, 'Invalid member specified.');
  inviteMembers(app, call.requireUser(), community, { ...input, role: role! });
  return noContent();
}

function invitations(call: Call, app: App): Reply {
  return awaited(call, app, 'community-invitation', 'invitations');
}

async function ask(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityById(call, app);
  const user = call.requireUser();
  requireThat(community.access['member_policy'] === 'open' && !membershipOf(user, community));
  const request = askForMembership(app, user, community, textAt(isDoc(body) ? body : {}, 'message') ?? '');
  return jsonReply(201, requestView(call, app, request), call.accepted);
}

function wishes(call: Call, app: App): Reply {
  return awaited(call, app, 'community-membership-request', 'membership-requests');
}

function awaited(call: Call, app: App, type: string, part: string): Reply {
  const community = communityById(call, app);
  requireThat(managesMembers(call.user, community));
  const items = listed(app, community).filter((one) => !one.active && app.store.requests.get(one.requestId ?? '')?.type === type);
  const statusOf = (member: Member) => app.store.requests.get(member.requestId ?? '')?.status ?? '';
  const facets: PlainFacet<Member>[] = [
    ROLE,
    { name: 'status', label: 'Status', valuesOf: (member) => [statusOf(member)], labelOf: titleOfRole },
    {
      name: 'is_open',
      label: 'Status',
      valuesOf: (member) => [String(statusOf(member) === 'submitted')],
      labelOf: (value) => (value === 'true' ? 'Open' : 'Closed'),
    },
  ];
  return memberList(call, { items, part, facets, view: (member) => awaitedView(call, app, community, member) });
}

const ROLE: PlainFacet<Member> = { name: 'role', label: 'Role', valuesOf: ({ role }) => [role], labelOf: titleOfRole };
const VISIBILITY: PlainFacet<Member> = {
  name: 'visibility',
  label: 'Visibility',
  valuesOf: ({ visible }) => [String(visible)],
  labelOf: (value) => (value === 'true' ? 'Public' : 'Hidden'),
};

interface MemberList {
  readonly items: readonly Member[];
  /** The list's place below the community. */
  readonly part: string;
  readonly facets?: readonly PlainFacet<Member>[];
  readonly view: (member: Member) => ReturnType<typeof publicMember>;
}

function memberList(call: Call, { items, part, facets, view }: MemberList): Reply {
  return listPage<Member>(call, {
    url: `${call.origin}/api/communities/${call.param('community')}/${part}`,
    items,
    fieldsOf: (member) => {
      const user = findUser(member.userId);
      return { name: nameOfMember(member), username: user?.account ?? '', affiliation: user?.affiliation ?? '', role: member.role };
    },
    fields: { texts: ['name', 'username', 'affiliation'] },
    sorts: {
      name: byTime(nameOfMember, 1),
      ...(facets ? { newest: byTime(({ created }) => created, -1), oldest: byTime(({ created }) => created, 1) } : {}),
    },
    sort: 'name',
    ...(facets ? { facets } : {}),
    view,
    tellsPage: true,
  });
}

/** The members as listings see them, some time after a change. */
function listed(app: App, { id }: Community): readonly Member[] {
  for (const community of app.store.communities.index.entries()) if (community.id === id) return community.members;
  return [];
}

/** @throws {Problem} 400 unless each is one of those meant */
function membersNamed(community: Community, { userIds }: MembersInput, isMeant: (member: Member) => boolean): Member[] {
  const named = community.members.filter((member) => isMeant(member) && userIds.includes(member.userId));
  if (named.length !== userIds.length) throw new Problem(400, 'Invalid member specified.');
  return named;
}

/** Members change themselves; others are changed by who manages the role that they have and that they get. */
function mayChange(user: User, community: Community, member: Member, role: Member['role']): void {
  requireThat(member.userId === user.id || (managesRole(user, community, member.role) && managesRole(user, community, role)));
}

function requireOwner(members: readonly Member[]): void {
  if (!members.some(({ active, role }) => active && role === 'owner'))
    throw invalidField('_schema', 'A community must have at least one owner.');
}

/** Who is invited reads in the request that the role is another one. */
function tellInvited(app: App, user: User, member: Member, role: Member['role']): void {
  const request = member.active ? undefined : app.store.requests.get(member.requestId ?? '');
  const content = `You will join as "${titleOfRole(role)}" (changed from: "${member.role}").`;
  if (request) addComment(app, request, { user: user.id }, { content, format: 'html' });
}

const COMMUNITY = '/api/communities/:community';
const serves = DRAFT_FILE_TYPES;
const takes = JSON_BODY;

export const communityMemberRoutes: readonly Route[] = [
  { method: 'GET', path: `${COMMUNITY}/members`, serves, handle: search },
  { method: 'POST', path: `${COMMUNITY}/members`, serves, takes, handle: add },
  { method: 'PUT', path: `${COMMUNITY}/members`, serves, takes, handle: update },
  { method: 'DELETE', path: `${COMMUNITY}/members`, serves, takes, handle: remove },
  { method: 'GET', path: `${COMMUNITY}/members/public`, serves, handle: searchPublic },
  { method: 'GET', path: `${COMMUNITY}/invitations`, serves, handle: invitations },
  { method: 'POST', path: `${COMMUNITY}/invitations`, serves, takes, handle: invite },
  { method: 'PUT', path: `${COMMUNITY}/invitations`, serves, takes, handle: update },
  { method: 'GET', path: `${COMMUNITY}/membership-requests`, serves, handle: wishes },
  { method: 'POST', path: `${COMMUNITY}/membership-requests`, serves, takes, handle: ask },
  { method: 'PUT', path: `${COMMUNITY}/membership-requests`, serves, takes, handle: update },
];
