import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { DRAFT_FILE_TYPES, JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { invalid, invalidField, Problem } from '../http/problem.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Doc, docAt, docsAt, isDoc, type Json, textAt } from '../json.ts';
import { findCommunity } from '../lifecycle/communities.ts';
import { communitiesOf, leaveCommunity, setDefaultCommunity } from '../lifecycle/inclusion.ts';
import { acceptAlone, actOnRequest, TOO_PUBLIC } from '../lifecycle/request-actions.ts';
import { createRequest } from '../lifecycle/requests.ts';
import { readFlag } from '../replies/list-page.ts';
import { requestView } from '../replies/request-view.ts';
import { curates, includesDirectly, isTooPublic, maySubmit, membershipOf, requireThat, seesCommunity } from '../rules/communities.ts';
import { manages, requireRight } from '../rules/permissions.ts';
import { comment, readActionComment } from '../rules/schema/comment.ts';
import { flag, type Kind, list, object, text } from '../rules/schema/kinds.ts';
import type { Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import { communityList, communityOf } from './communities.ts';
import { findRecord } from './find.ts';

const MOST = 10;

const named = object([
  { name: 'id', kind: text(), required: true },
  { name: 'comment', kind: comment },
  { name: 'require_review', kind: flag },
]);

/** Asks communities to take a published record in; who may include directly has it included at once. */
async function add(call: Call, app: App): Promise<Reply> {
  const asked = readNamed(await call.json(), 'communities', named);
  const entry = findRecord(call, app);
  requireRight(call, app, entry, 'manage');
  const processed: Doc[] = [];
  const errors: Doc[] = [];
  for (const one of asked) {
    const id = textAt(one, 'id')!;
    const answer = ask(call, app, entry, one);
    if (typeof answer === 'string') errors.push({ community_id: id, message: answer });
    else processed.push({ community_id: id, ...answer });
  }
  return jsonReply(processed.length > 0 ? 200 : 400, { ...listed('processed', processed), ...listed('errors', errors) });
}

/** Asks one community to take the record in. The request that was made, or why there is none. */
export function ask(call: Call, app: App, entry: Entry, asked: Doc): Doc | string {
  const user = call.requireUser();
  const community = findCommunity(app, textAt(asked, 'id')!);
  if (!community || community.tombstone) return 'Community not found.';
  if (!maySubmit(user, community)) return 'Submission to this community is only allowed to community members.';
  if (communitiesOf(app, entry.parentId).some(({ id }) => id === community.id)) return 'The record is already included in this community.';
  for (const request of app.store.requests.all())
    if (
      request.type === 'community-inclusion' &&
      request.status === 'submitted' &&
      request.receiver?.['community'] === community.id &&
      request.topic['record'] === entry.id
    )
      return 'There is already an open inclusion request for this community.';
  const said = readActionComment(asked['comment']);
  const isDirect = asked['require_review'] !== true && includesDirectly(user, community);
  if (isDirect && isTooPublic(entry.record!.access, community)) return TOO_PUBLIC;
  const request = app.store.atomically(() => {
    const created = createRequest(app, {
      type: 'community-inclusion',
      status: 'created',
      title: textAt(entry.record!.metadata, 'title') ?? '',
      createdBy: user.id,
      receiver: { community: community.id },
      topic: { record: entry.id },
    });
    const submitted = actOnRequest(app, created, 'submit', { user: user.id }, said);
    return isDirect ? acceptAlone(app, submitted) : submitted;
  });
  return { request_id: request.id, request: requestView(call, app, request) };
}

/** Takes a record out of communities, which both its owner and their curators may do. */
async function remove(call: Call, app: App): Promise<Reply> {
  const asked = readNamed(await call.json(), 'communities', named);
  const entry = findRecord(call, app);
  const errors: Doc[] = [];
  let removed = 0;
  for (const one of asked) {
    const id = textAt(one, 'id')!;
    const message = takeOut(call, app, entry, id);
    if (message === undefined) removed++;
    else errors.push({ community: id, message });
  }
  return jsonReply(removed > 0 ? 200 : 400, listed('errors', errors));
}

/** Why the record stays in the community; undefined when it left. Only the community's id does here, not its slug. */
function takeOut(call: Call, app: App, entry: Entry, id: string): string | undefined {
  if (!communitiesOf(app, entry.parentId).some((one) => one.id === id))
    return `The record ${innerId(entry)} in not included in the community ${id}.`;
  const community = app.store.communities.get(id);
  if (!manages(call.user, entry) && !(community && curates(call.user, community))) return 'Permission denied.';
  leaveCommunity(app, entry.parentId, id);
  return undefined;
}

/** The server names a record here by an id that it shows nowhere else. */
function innerId({ id }: Entry): string {
  const digits = createHash('sha256').update(`record ${id}`).digest('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
}

async function setDefault(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = findRecord(call, app);
  requireRight(call, app, entry, 'manage');
  const wanted = isDoc(body) ? body['default'] : undefined;
  if (wanted !== null && wanted !== undefined && typeof wanted !== 'string') throw invalidField('default', 'Not a valid string.');
  const id = wanted || undefined;
  if (id !== undefined && !communitiesOf(app, entry.parentId).some((one) => one.id === id))
    throw new Problem(400, 'Cannot set community as the default. The record has not been added to the community.');
  setDefaultCommunity(app, entry.parentId, id);
  const ids = communitiesOf(app, entry.parentId).map((one) => one.id);
  return jsonReply(200, { id: entry.parentId, communities: { ids, ...(id === undefined ? {} : { default: id }) } });
}

function read(call: Call, app: App): Reply {
  // A mere draft is in none, and that may be read.
  const { parentId } = app.store.entry(call.param('id'))?.draft ? app.store.entry(call.param('id'))! : findRecord(call, app);
  const ids = new Set(communitiesOf(app, parentId).map(({ id }) => id));
  return communityList(
    call,
    app,
    visible(call, app, ({ id }) => ids.has(id)),
    `${call.origin}/api/communities`,
    { tellsPage: false },
  );
}

/** Communities that the record could be added to: neither in it already nor asked. */
function suggest(call: Call, app: App): Reply {
  const entry = findRecord(call, app);
  requireRight(call, app, entry, 'manage');
  const taken = new Set(communitiesOf(app, entry.parentId).map(({ id }) => id));
  for (const request of app.store.requests.all())
    if (request.type === 'community-inclusion' && request.status === 'submitted' && request.topic['record'] === entry.id)
      taken.add(textAt(request.receiver ?? {}, 'community') ?? '');
  const isOwn = readFlag(call, 'membership') === true;
  const items = visible(call, app, (one) => !taken.has(one.id) && (!isOwn || membershipOf(call.user, one) !== undefined));
  return communityList(call, app, items, `${call.origin}/api/${isOwn ? 'user/communities' : 'communities'}`, { tellsPage: false });
}

/** Takes records out of a community, as its curators may. */
async function removeRecords(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const community = communityOf(call, app);
  requireThat(curates(call.user, community));
  const errors: Doc[] = [];
  for (const one of readNamed(body, 'records', object([{ name: 'id', kind: text(), required: true }]))) {
    const id = textAt(one, 'id')!;
    const entry = app.store.entry(id);
    const message = entry?.record ? takeOut(call, app, entry, community.id) : undefined;
    if (!entry?.record) errors.push({ record: id, message: 'The record does not exist.' });
    else if (message !== undefined) errors.push({ community: community.id, message });
  }
  return jsonReply(200, listed('errors', errors));
}

/**
 * Reads a list of things by their ids.
 *
 * @throws {Problem} 400 for none, too many, or the same one twice
 */
function readNamed(body: Json | undefined, name: 'communities' | 'records', kind: Kind): Doc[] {
  const { value, errors } = object([{ name, kind: list(kind), required: true }]).load(isDoc(body) ? body : {});
  if (errors.length > 0) throw invalid(errors);
  const items = docsAt(docAt({ value: value ?? {} }, 'value'), name);
  if (items.length === 0) throw invalidField(name, 'Shorter than minimum length 1.');
  if (items.length > MOST) throw invalidField(name, `Too many ${name} passed, ${MOST} max allowed.`);
  const seen = items.map((item) => textAt(item, 'id') ?? '');
  const twice = seen.filter((id, at) => seen.indexOf(id) !== at);
  if (twice.length > 0) throw invalidField(name, `Duplicated ${name} {${[...new Set(twice)].map((id) => `'${id}'`).join(', ')}}.`);
  return items;
}

function visible(call: Call, app: App, isMeant: (community: Community) => boolean): Community[] {
  return [...app.store.communities.index.entries()].filter((one) => !one.tombstone && seesCommunity(call.user, one) && isMeant(one));
}

function listed(name: string, items: Doc[]): Doc {
  return items.length === 0 ? {} : { [name]: items };
}

const COMMUNITIES = '/api/records/:id/communities';

export const recordCommunityRoutes: readonly Route[] = [
  { method: 'GET', path: COMMUNITIES, serves: DRAFT_FILE_TYPES, handle: read },
  { method: 'POST', path: COMMUNITIES, serves: RECORD_TYPES, takes: JSON_BODY, handle: add },
  { method: 'DELETE', path: COMMUNITIES, serves: RECORD_TYPES, takes: JSON_BODY, handle: remove },
  { method: 'PUT', path: COMMUNITIES, serves: RECORD_TYPES, takes: JSON_BODY, handle: setDefault },
  { method: 'GET', path: `${COMMUNITIES}-suggestions`, serves: DRAFT_FILE_TYPES, handle: suggest },
  { method: 'DELETE', path: '/api/communities/:community/records', serves: RECORD_TYPES, takes: JSON_BODY, handle: removeRecords },
];
