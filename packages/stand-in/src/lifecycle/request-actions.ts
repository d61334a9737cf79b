import type { App } from '../app.ts';
import { Problem } from '../http/problem.ts';
import { type Doc, textAt } from '../json.ts';
import { isTooPublic } from '../rules/communities.ts';
import { moveOf, type RequestAction } from '../rules/requests.ts';
import type { Community } from '../state/community.ts';
import type { RequestType, ReviewRequest } from '../state/request.ts';
import { grantAccess } from './access.ts';
import { joinCommunity } from './inclusion.ts';
import { endMembership, startMembership } from './members.ts';
import { publishDraft } from './publish.ts';
import { removeRecord } from './removal.ts';
import { addComment, moveRequest, SYSTEM } from './requests.ts';
import { noteReview, receiverOf, titleForSubmission } from './reviews.ts';
import { standBelow } from './subcommunities.ts';

/** What is said where a record that everybody may see is to join a restricted community. */
export const TOO_PUBLIC = 'A public record cannot be included in a restricted community.';

const ACCEPTED_ALONE = 'This request has been automatically accepted, as the uploader can submit to community directly without review.';

/**
 * Does an action with all that it leads to: a record is published, joins a community; a member joins or stays away.
 *
 * @param by - who does it, as `{ user: id }`
 * @param comment - what is said with it
 * @throws {Problem} 400 when the request's status does not allow it, or the draft cannot be published
 */
export function actOnRequest(app: App, request: ReviewRequest, action: RequestAction, by: Doc, comment?: Doc): ReviewRequest {
  const move = moveOf(action)!;
  if (move.from !== request.status) throw new Problem(400, `Error for action '${action}': Could not execute the action`);
  return app.store.atomically(() => {
    if (move.to === 'deleted') {
      app.store.requests.remove(request.id);
      return request;
    }
    const moved = moveRequest(app, { ...request, ...titled(app, request, action) }, move.to, by);
    if (moved.status !== 'submitted' || moved.type === 'community-submission') EFFECTS[moved.type]?.(app, moved);
    return comment === undefined ? moved : addComment(app, moved, by, comment).request;
  });
}

/** Accepts without a review what a curator submits to a community that allows it. */
export function acceptAlone(app: App, request: ReviewRequest): ReviewRequest {
  const accepted = actOnRequest(app, request, 'accept', SYSTEM);
  return addComment(app, accepted, SYSTEM, { content: ACCEPTED_ALONE, format: 'html' }).request;
}

function titled(app: App, { type, topic }: ReviewRequest, action: RequestAction): Partial<ReviewRequest> {
  const entry = app.store.entry(textAt(topic, 'record') ?? '');
  if (action !== 'submit' || type !== 'community-submission' || !entry?.draft) return {};
  return { title: titleForSubmission(app, entry) };
}

const EFFECTS: Readonly<Partial<Record<RequestType, (app: App, request: ReviewRequest) => void>>> = {
  'community-submission': reviewed,
  'community-inclusion': included,
  'user-access-request': admitted,
  'community-invitation': answered,
  'community-membership-request': answered,
  'record-deletion': deleted,
  'file-modification': unlocked,
  'quota-increase': enlarged,
  subcommunity: placed,
};

/** A draft is published and joins the community, or learns that it is refused; a cancelled review is forgotten. */
function reviewed(app: App, request: ReviewRequest): void {
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  if (!entry?.draft) return;
  if (request.status !== 'accepted') {
    noteReview(app, entry, request.status === 'cancelled' ? undefined : { requestId: request.id, status: request.status });
    return;
  }
  titleForSubmission(app, entry);
  refuseTooPublic(entry.draft.access, receiverOf(app, request));
  publishDraft(app, noteReview(app, entry, undefined));
  included(app, request);
}

function included(app: App, request: ReviewRequest): void {
  if (request.status !== 'accepted') return;
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  const community = receiverOf(app, request);
  if (!entry || !community) return;
  refuseTooPublic((entry.record ?? entry.draft!).access, community);
  joinCommunity(app, entry.parentId, community);
}

/** @throws {Problem} 400 for a record that everybody may see and a community that not everybody may */
function refuseTooPublic(access: Doc, community: Community | undefined): void {
  if (community && isTooPublic(access, community)) throw new Problem(400, TOO_PUBLIC);
}

function unlocked(app: App, request: ReviewRequest): void {
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  if (request.status === 'accepted' && entry?.draft) app.store.saveEntry({ ...entry, draft: { ...entry.draft, filesUnlocked: true } });
}

/** The quota is of all that the concept has, so that later versions have it too. */
function enlarged(app: App, request: ReviewRequest): void {
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  if (request.status !== 'accepted' || !entry) return;
  const quotaBytes = Number(request.payload?.['quota_size']) * 1_000_000_000;
  app.store.saveConcept({ ...app.store.concept(entry.parentId)!, quotaBytes });
}

function placed(app: App, request: ReviewRequest): void {
  const child = app.store.communities.get(textAt(request.topic, 'community') ?? '');
  if (request.status === 'accepted' && child) standBelow(app, child, receiverOf(app, request));
}

function answered(app: App, request: ReviewRequest): void {
  if (request.status === 'accepted') startMembership(app, request);
  else endMembership(app, request);
}

function admitted(app: App, request: ReviewRequest): void {
  if (request.status !== 'accepted') return;
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  if (entry)
    grantAccess(app, entry.parentId, [
      { permission: 'view', subject: { type: 'user', id: request.createdBy }, origin: `request:${request.id}` },
    ]);
}

/** A record that its owner may delete without asking was deleted by the owner; else by who accepts. */
function deleted(app: App, request: ReviewRequest): void {
  const entry = app.store.entry(textAt(request.topic, 'record') ?? '');
  if (request.status !== 'accepted' || !entry?.record) return;
  const { reason, policy_id: policy } = request.payload ?? {};
  removeRecord(app, entry, {
    removedBy: policy === undefined ? String(request.events.at(-1)?.createdBy['user']) : request.createdBy,
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof policy === 'string' ? { policy } : {}),
  });
}
