import { ReviewOpenError } from '../errors/deposit-stops.ts';
import { isUnclear, isValidationError } from '../errors/guards.ts';
import type { SubmitTo } from '../types/deposit.ts';
import type { Draft } from '../types/record.ts';
import { settled } from '../types/settled.ts';
import { draftResult } from './deposit-result.ts';
import type { DepositRun } from './deposit-run.ts';
import { fileChanges } from './file-changes.ts';
import { type Found, open } from './look-up.ts';
import type { Outcome, Place } from './place.ts';

/**
 * What a review that there is already means for a run: undefined when the draft may be worked on. A review that is open
 * is waited for by running again; one that ended without the record is the end, unless another try was asked for.
 *
 * @throws {ReviewOpenError} something is wanted that an open review forbids
 */
export async function reviewState(run: DepositRun, place: Place): Promise<Outcome | undefined> {
  const { draft } = place;
  if (isInReview(draft)) return whileInReview(run, place);
  if (!isDeclined(run, draft)) return undefined;
  const word = draft.status === 'expired' ? 'has not decided in time on' : 'has declined';
  const message = `The community ${word} the draft ${draft.id}. Change it and submit it with "again", or publish it without the community.`;
  return { place, result: draftResult('declined', place), message };
}

/** True when a run would only tell of this draft: a community has it in hand, or has declined it and nothing more was asked for. */
export function isAtRest(run: DepositRun, draft: Draft): boolean {
  return isInReview(draft) || isDeclined(run, draft);
}

/** Submits the draft; after a lost answer its state is read before it is submitted once more. */
export async function submitForReview(run: DepositRun, place: Place): Promise<Outcome> {
  const wanted = run.submits as SubmitTo;
  const { draft } = place;
  await run.askToPublish(draft.id);
  const community = await communityId(run, wanted.submitTo);
  for (let tries = 0; ; tries++) {
    const submitted = await settled(setAndSubmit(run, draft, community, wanted));
    if (!submitted.ok && !isUnclear(submitted.error) && !isValidationError(submitted.error)) throw submitted.error;
    const state = submitted.ok ? await decided(run, draft) : await run.lookFor(() => decided(run, draft));
    if (state?.record) return { next: { record: state.record } };
    if (state?.draft) {
      ensureReceiver(state.draft, community);
      const inReview = { ...place, draft: state.draft };
      const message = `Submitted the draft ${draft.id} to "${wanted.submitTo}"; its curators decide.`;
      return { place: inReview, result: draftResult('in_review', inReview), message };
    }
    const error = submitted.ok ? undefined : submitted.error;
    if (isValidationError(error)) throw await run.zenodo.publishGuard.refused(run.urn, error);
    if (tries > 0) throw error ?? new ReviewOpenError(draft.id, 'unknown', 'submitted');
  }
}

async function setAndSubmit(run: DepositRun, draft: Draft, community: string, { comment, requireReview }: SubmitTo): Promise<void> {
  const set = await settled(run.zenodo.reviews.set(draft.id, community, run.call));
  // Already submitted: the state that is read next says so.
  if (!set.ok && !isUnclear(set.error)) throw set.error;
  const submission = { ...(comment !== undefined && { comment: asHtml(comment) }), ...(requireReview !== undefined && { requireReview }) };
  await run.zenodo.reviews.submit(draft.id, submission, run.call);
}

/** The draft when it is in review, the record when it was published at once. */
async function decided(run: DepositRun, { id }: Draft): Promise<Found | undefined> {
  const now = await open(run, id);
  return now?.draft && !isInReview(now.draft) ? undefined : now;
}

async function whileInReview(run: DepositRun, place: Place): Promise<Outcome | undefined> {
  const { draft } = place;
  const requestId = draft.parent.review?.id ?? 'unknown';
  if (run.publishes) throw new ReviewOpenError(draft.id, requestId, 'published');
  if (!run.submits) throw new ReviewOpenError(draft.id, requestId, 'changed by a deposit');
  ensureReceiver(draft, await communityId(run, run.submits.submitTo));
  const { entries } = await run.zenodo.files.list(draft.id, run.call);
  const { send, replace, remove } = await fileChanges(run, run.sourcesFor(draft), entries, place);
  if (send.length + replace.length + remove.length > 0) throw new ReviewOpenError(draft.id, requestId, 'given other files');
  const inReview = { ...place, files: entries };
  return { place: inReview, result: draftResult('in_review', inReview), message: `The draft ${draft.id} is still in review.` };
}

/** @throws {ReviewOpenError} somebody submitted it to another community */
function ensureReceiver({ id, parent: { review } }: Draft, community: string): void {
  const receiver = review?.receiver;
  const isOther = typeof receiver === 'object' && receiver !== null && 'community' in receiver && receiver.community !== community;
  if (isOther) throw new ReviewOpenError(id, review?.id ?? 'unknown', 'submitted to another community');
}

function isDeclined({ submits }: DepositRun, { status }: Draft): boolean {
  return submits !== undefined && !submits.again && (status === 'declined' || status === 'expired');
}

const isInReview = ({ status }: Draft): boolean => status === 'in_review';

/** Zenodo wants the UUID; people know the slug. */
async function communityId(run: DepositRun, named: string): Promise<string> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named)) return named;
  return (await run.zenodo.communities.get(named, run.call)).id;
}

/** Requests take comments in HTML. */
function asHtml(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<p>${escaped.replace(/\n/g, '<br>')}</p>`;
}
