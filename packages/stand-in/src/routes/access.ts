import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, invalidField, noSuchId, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, isDoc, type Json, textAt } from '../json.ts';
import { accessOf, changeAccess, createLink } from '../lifecycle/access.ts';
import { actOnRequest } from '../lifecycle/request-actions.ts';
import { createRequest } from '../lifecycle/requests.ts';
import { requestView } from '../replies/request-view.ts';
import { draftReply, recordReply } from '../replies/view.ts';
import { readsFiles, requireRight } from '../rules/permissions.ts';
import { readGrantChange, readGrants, readLink, readLinkChange, readSettings } from '../rules/schema/access-links.ts';
import type { AccessGrant, AccessLink, Entry } from '../state/entry.ts';
import { emailOf } from '../state/users.ts';
import { findRecord } from './find.ts';

/** The record or draft whose access the caller may manage. */
function managed(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  if (!entry) throw noSuchId();
  if (!entry.record && !entry.draft) return findRecord(call, app);
  requireRight(call, app, entry, 'manage');
  return entry;
}

async function addLink(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { parentId } = managed(call, app);
  return jsonReply(201, linkView(createLink(app, parentId, readLink(body))), call.accepted);
}

function listLinks(call: Call, app: App): Reply {
  const { links } = accessOf(app, managed(call, app).parentId);
  return hits(call, 200, links.map(linkView));
}

function readOneLink(call: Call, app: App): Reply {
  return jsonReply(200, linkView(findLink(call, app).link), call.accepted);
}

async function changeLink(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { parentId, link } = findLink(call, app);
  const changed = { ...link, ...readLinkChange(body, link) };
  changeAccess(app, parentId, { links: accessOf(app, parentId).links.map((one) => (one.id === link.id ? changed : one)) });
  return jsonReply(200, linkView(changed), call.accepted);
}

function removeLink(call: Call, app: App): Reply {
  const { parentId, link } = findLink(call, app);
  changeAccess(app, parentId, { links: accessOf(app, parentId).links.filter((one) => one.id !== link.id) });
  return noContent();
}

function findLink(call: Call, app: App): { parentId: string; link: AccessLink } {
  const { parentId } = managed(call, app);
  const link = accessOf(app, parentId).links.find(({ id }) => id === call.param('link'));
  if (!link) throw new Problem(404, 'No secret link found with the given ID.');
  return { parentId, link };
}

function linkView({ id, created, expiresAt, permission, description, token }: AccessLink): Doc {
  return { id, created_at: created, ...(expiresAt === undefined ? {} : { expires_at: expiresAt }), permission, description, token };
}

async function addGrants(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { parentId } = managed(call, app);
  const added = readGrants(body, `api:${call.requireUser().id}`, app.store.users);
  const before = accessOf(app, parentId).grants;
  if (added.some((grant) => before.some((known) => isFor(known, grant.subject.id))))
    throw new Problem(400, 'Grant for this user/role already exists within this record.');
  changeAccess(app, parentId, { grants: [...before, ...added] });
  return hits(call, 201, added.map(grantView));
}

function listGrants(call: Call, app: App): Reply {
  return hits(call, 200, accessOf(app, managed(call, app).parentId).grants.map(grantView));
}

function readGrant(call: Call, app: App): Reply {
  return jsonReply(200, grantView(findGrant(call, app).grant), call.accepted);
}

async function changeGrant(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const { parentId, grant } = findGrant(call, app);
  const changed = readGrantChange(body, grant, app.store.users);
  changeAccess(app, parentId, { grants: accessOf(app, parentId).grants.map((one) => (isFor(one, grant.subject.id) ? changed : one)) });
  return jsonReply(200, grantView(changed), call.accepted);
}

function removeGrant(call: Call, app: App): Reply {
  const { parentId, grant } = findGrant(call, app);
  changeAccess(app, parentId, { grants: accessOf(app, parentId).grants.filter((one) => !isFor(one, grant.subject.id)) });
  return noContent();
}

/** A grant by its place among all, or by the user who has it. */
function findGrant(call: Call, app: App): { parentId: string; grant: AccessGrant } {
  const { parentId } = managed(call, app);
  const { grants } = accessOf(app, parentId);
  const place = call.params['grant'];
  const grant = place === undefined ? grants.find((one) => isFor(one, call.param('user'))) : grants[Number(place)];
  if (!grant) throw new Problem(404, place === undefined ? 'No grant found by given user id.' : 'No grant found with the given ID.');
  return { parentId, grant };
}

function isFor({ subject }: AccessGrant, userId: string): boolean {
  return subject.type === 'user' && subject.id === userId;
}

function grantView({ permission, subject, origin }: AccessGrant): Doc {
  return { permission, subject, ...(origin === null ? {} : { origin }) };
}

async function changeSettings(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = managed(call, app);
  changeAccess(app, entry.parentId, { settings: readSettings(body) });
  return entry.record ? recordReply(200, call, app, entry) : draftReply(200, call, app, entry);
}

/** Asks the owner for access. A guest would get a letter with a link first, which leads nowhere here. */
async function askForAccess(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = findRecord(call, app);
  const asked = readAsked(body);
  const { user } = call;
  if (!user || asked['email'] !== emailOf(user)) {
    for (const name of ['email', 'full_name']) if (!asked[name]) throw invalidField(name, 'Missing data for required field.');
    return jsonReply(200, { message: 'Verification link sent out, please check your e-mail inbox' });
  }
  if (readsFiles(call, app, entry)) throw denied();
  for (const open of app.store.requests.all())
    if (
      open.type === 'user-access-request' &&
      open.status === 'submitted' &&
      open.createdBy === user.id &&
      open.topic['record'] === entry.id
    )
      throw new Problem(400, `Identical access requests already exist: ${open.id}`);
  const message = textAt(asked, 'message');
  const by = { user: user.id };
  const request = app.store.atomically(() => {
    const created = createRequest(app, {
      type: 'user-access-request',
      status: 'created',
      title: textAt(entry.record!.metadata, 'title') ?? '',
      createdBy: user.id,
      receiver: { user: entry.ownerId },
      topic: { record: entry.id },
      payload: asked,
    });
    return actOnRequest(app, created, 'submit', by, message ? { content: message, format: 'html' } : undefined);
  });
  return jsonReply(200, requestView(call, app, request));
}

const ASKED = ['email', 'full_name', 'message', 'consent_to_share_personal_data'];

function readAsked(body: Json | undefined): Doc {
  const asked: Doc = { permission: 'view' };
  for (const name of ASKED) {
    const value = isDoc(body) ? body[name] : undefined;
    if (value === undefined) continue;
    if (typeof value !== 'string') throw invalidField(name, 'Not a valid string.');
    asked[name] = value.trim();
  }
  if (asked['email'] !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(asked['email'])))
    throw invalidField('email', 'Not a valid email address.');
  return asked;
}

function hits(call: Call, status: number, items: Doc[]): Reply {
  return jsonReply(status, { hits: { hits: items, total: items.length } }, call.accepted);
}

const ACCESS = '/api/records/:id/access';
const LINK = `${ACCESS}/links/:link`;
const GRANT = `${ACCESS}/grants/:grant`;
const USER = `${ACCESS}/users/:user`;
const serves = DRAFT_FILE_TYPES;
const takes = JSON_BODY;

export const accessRoutes: readonly Route[] = [
  { method: 'GET', path: `${ACCESS}/links`, serves, handle: listLinks },
  { method: 'POST', path: `${ACCESS}/links`, serves, takes, handle: addLink },
  { method: 'GET', path: LINK, serves, handle: readOneLink },
  { method: 'PATCH', path: LINK, serves, takes, handle: changeLink },
  { method: 'DELETE', path: LINK, serves, handle: removeLink },
  { method: 'GET', path: `${ACCESS}/grants`, serves, handle: listGrants },
  { method: 'POST', path: `${ACCESS}/grants`, serves, takes, handle: addGrants },
  { method: 'GET', path: GRANT, serves, handle: readGrant },
  { method: 'PUT', path: GRANT, serves, takes, handle: changeGrant },
  { method: 'PATCH', path: GRANT, serves, takes, handle: changeGrant },
  { method: 'DELETE', path: GRANT, serves, handle: removeGrant },
  { method: 'GET', path: `${ACCESS}/users`, serves, handle: listGrants },
  { method: 'GET', path: USER, serves, handle: readGrant },
  { method: 'PATCH', path: USER, serves, takes, handle: changeGrant },
  { method: 'DELETE', path: USER, serves, handle: removeGrant },
  { method: 'PUT', path: ACCESS, serves: RECORD_TYPES, takes, handle: changeSettings },
  { method: 'POST', path: `${ACCESS}/request`, serves: RECORD_TYPES, takes, handle: askForAccess },
];
