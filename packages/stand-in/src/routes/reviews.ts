import type { App } from '../app.ts';
import type { Call } from '../http/call.ts';
import { JSON_BODY, RECORD_TYPES } from '../http/negotiation.ts';
import { denied, invalidField, noSuchId, notFound, Problem } from '../http/problem.ts';
import { jsonReply, noContent, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { docAt, isDoc, type Json, textAt } from '../json.ts';
import { acceptAlone, actOnRequest } from '../lifecycle/request-actions.ts';
import { dropReview, noReview, receiverOf, reviewOf, setReview } from '../lifecycle/reviews.ts';
import { requestView } from '../replies/request-view.ts';
import { includesDirectly, maySubmit, seesCommunity } from '../rules/communities.ts';
import { readActionComment } from '../rules/schema/comment.ts';
import type { Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import type { User } from '../state/users.ts';
import { findDraft } from './find.ts';

/** Reviews answer plain JSON, whatever dialect was asked for. */
function read(call: Call, app: App): Reply {
  const request = reviewOf(app, findDraft(call, app, noSuchId, 'preview'));
  if (!request) throw noReview();
  return jsonReply(200, requestView(call, app, request));
}

async function set(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = reviewable(call, app);
  const user = call.requireUser();
  const community = readReview(app, call.user, body);
  return jsonReply(200, requestView(call, app, setReview(app, user, entry, community)));
}

function remove(call: Call, app: App): Reply {
  const entry = findDraft(call, app, noSuchId, 'manage');
  if (!reviewOf(app, entry)) throw noReview();
  app.store.atomically(() => dropReview(app, entry));
  return noContent();
}

/** Submits the draft; where the community lets the caller include directly, and no review is wished for, that publishes it. */
async function submit(call: Call, app: App): Promise<Reply> {
  const body = await call.json();
  const entry = findDraft(call, app, noSuchId, 'manage');
  const wished = isDoc(body) ? (body['require_review'] ?? false) : false;
  if (typeof wished !== 'boolean') throw invalidField('require_review', 'Must be a boolean, true or false');
  const request = reviewOf(app, entry);
  const community = request && receiverOf(app, request);
  if (!request || !community) throw noReview();
  if (!maySubmit(call.user, community)) throw new Problem(403, 'Submission to this community is only allowed to community members.');
  const user = call.requireUser();
  const { require_review: _wished, ...comment } = isDoc(body) ? body : {};
  const done = app.store.atomically(() => {
    const submitted = actOnRequest(app, request, 'submit', { user: user.id }, readActionComment(comment));
    return !wished && includesDirectly(user, community) ? acceptAlone(app, submitted) : submitted;
  });
  const next = done.status === 'accepted' ? `${call.origin}/records/${entry.id}` : `${call.origin}/me/requests/${done.id}`;
  return jsonReply(202, requestView(call, app, done, { next }));
}

/** The draft, or the published record that cannot be reviewed any more. */
function reviewable(call: Call, app: App): Entry {
  const entry = app.store.entry(call.param('id'));
  if (entry?.record && !entry.draft) throw new Problem(400, 'You cannot create a review for an already published record.');
  return findDraft(call, app, noSuchId, 'manage');
}

/**
 * Reads to whom a draft is to be submitted.
 *
 * @throws {Problem} 400 for a type that is no review's, 404 for a community that is not there
 */
export function readReview(app: App, user: User | undefined, body: Json | undefined): Community {
  const sent = isDoc(body) ? body : {};
  if (sent['type'] !== 'community-submission') throw invalidField('type', 'Invalid review type.');
  // The slug does not do here.
  const community = app.store.communities.get(textAt(docAt(sent, 'receiver'), 'community') ?? '');
  if (!community || community.tombstone) throw notFound();
  if (!seesCommunity(user, community)) throw denied();
  return community;
}

const REVIEW = '/api/records/:id/draft/review';

export const reviewRoutes: readonly Route[] = [
  { method: 'GET', path: REVIEW, serves: RECORD_TYPES, handle: read },
  { method: 'PUT', path: REVIEW, serves: RECORD_TYPES, takes: JSON_BODY, handle: set },
  { method: 'DELETE', path: REVIEW, serves: RECORD_TYPES, handle: remove },
  { method: 'POST', path: '/api/records/:id/draft/actions/submit-review', serves: RECORD_TYPES, takes: JSON_BODY, handle: submit },
];
