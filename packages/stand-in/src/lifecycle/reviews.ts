import type { App } from '../app.ts';
import { Problem } from '../http/problem.ts';
import { type Doc, textAt } from '../json.ts';
import { requireSound } from '../rules/publish-rules.ts';
import type { Community } from '../state/community.ts';
import type { Entry } from '../state/entry.ts';
import type { ReviewRequest } from '../state/request.ts';
import type { User } from '../state/users.ts';
import { createRequest } from './requests.ts';

export const noReview = () => new Problem(404, 'Review for draft not found');

/** The request in which a draft is reviewed, or undefined. */
export function reviewOf(app: App, entry: Entry): ReviewRequest | undefined {
  return entry.review && app.store.requests.get(entry.review.requestId);
}

/**
 * Says to which community a draft is to be submitted. A review that waits to be submitted is replaced.
 *
 * @throws {Problem} 400 for an open review, a record that is published, a later version
 */
export function setReview(app: App, user: User, entry: Entry, community: Community): ReviewRequest {
  return app.store.atomically(() => {
    const before = dropReview(app, entry);
    if (before.record) throw new Problem(400, 'You cannot create a review for an already published record.');
    if (before.index > 1) throw new Problem(400, 'You cannot create a review for a new version of a published record.');
    const request = createRequest(app, {
      type: 'community-submission',
      status: 'created',
      title: '',
      createdBy: user.id,
      receiver: { community: community.id },
      topic: { record: entry.id },
    });
    noteReview(app, before, { requestId: request.id, status: request.status });
    return request;
  });
}

/**
 * Takes the review from a draft. One that was never submitted is gone; a closed one can still be read.
 *
 * @throws {Problem} 400 while it is open
 */
export function dropReview(app: App, entry: Entry): Entry {
  if (!entry.review) return entry;
  if (entry.review.status === 'submitted') throw new Problem(400, 'An open review cannot be deleted.');
  if (entry.review.status === 'created') app.store.requests.remove(entry.review.requestId);
  return noteReview(app, entry, undefined);
}

/** The draft's title becomes the request's. @throws {Problem} 400 as when publishing */
export function titleForSubmission(app: App, entry: Entry): string {
  requireSound(app.store, entry);
  return textAt(entry.draft!.metadata, 'title') ?? '';
}

/** What a draft knows of its review. */
export function noteReview(app: App, { review: _before, ...entry }: Entry, review: Entry['review']): Entry {
  const saved: Entry = review === undefined ? entry : { ...entry, review };
  app.store.saveEntry(saved);
  return saved;
}

/** Where a submission is received. */
export function receiverOf(app: App, request: ReviewRequest): Community | undefined {
  return app.store.communities.get(textAt(request.receiver ?? ({} as Doc), 'community') ?? '');
}
