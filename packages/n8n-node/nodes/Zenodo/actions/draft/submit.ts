import type { ZenodoRequest } from '@zenodo-connect/core/portable';
import { asHtml } from '../../shared/html.ts';
import { raw, simplifiedRequest } from '../../shared/output.ts';
import { once } from '../../shared/settle.ts';
import type { Operation } from '../../shared/turn.ts';

/** Submits a draft to a community. One that is in review there already is answered as it is. */
export const execute: Operation = async (turn) => {
  const { zenodo, call } = turn;
  const id = turn.recordId('draftId');
  const community = await zenodo.communities.get(turn.located('communityId', 'Community'), call);
  const words = turn.optionText('comment');
  const submission = {
    ...(words !== undefined && { comment: asHtml(words) }),
    ...(turn.option('requireReview', false) && { requireReview: true }),
  };
  // A review that was accepted has published the draft, and is not found at it any more.
  const underWay = async (): Promise<ZenodoRequest | undefined> => {
    const review = await zenodo.reviews.find(id, call);
    return review?.receiver?.['community'] === community.id && review.is_open ? review : undefined;
  };
  const open = await underWay();
  if (open) return turn.gives(turn.simplify ? simplifiedRequest(open) : raw(open));
  await zenodo.reviews.set(id, community.id, call);
  const request = await once(turn, () => zenodo.reviews.submit(id, submission, call), underWay);
  return turn.gives(turn.simplify ? simplifiedRequest(request) : raw(request));
};
