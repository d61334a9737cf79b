import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { all, metadata } from '../_util/target.ts';
import type { ContractTarget } from './contract-target.ts';

/** What core relies on in reviews and requests. */
export function describeReviews(target: ContractTarget): void {
  const draftFor = async () => {
    const word = target.word();
    const community = await target.zenodo.communities.create({ slug: `zc-${word}`, metadata: { title: word } });
    const { id } = await target.zenodo.drafts.create({ metadata });
    await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
    return { id, community };
  };

  describe('a review', () => {
    it('is set, submitted, accepted, and its draft is a record then', async () => {
      const { id, community } = await draftFor();
      expect(await target.zenodo.reviews.find(id)).toBeUndefined();
      expect(await target.zenodo.reviews.set(id, community.id)).toMatchObject({ type: 'community-submission', status: 'created' });
      const submitted = await target.zenodo.reviews.submit(id, { comment: '<p>Please.</p>', requireReview: true });
      expect(submitted).toMatchObject({ status: 'submitted', receiver: { community: community.id }, topic: { record: id } });
      expect((await target.zenodo.drafts.get(id)).status).toBe('in_review');
      await target.zenodo.requests.accept(submitted.id);
      const record = await target.zenodo.records.get(id);
      expect(record.parent.communities?.ids).toEqual([community.id]);
    });

    it('that is open keeps the draft from being published, until it is withdrawn', async () => {
      const { id, community } = await draftFor();
      await target.zenodo.reviews.set(id, community.id);
      const { id: requestId } = await target.zenodo.reviews.submit(id, { requireReview: true });
      await expect(target.zenodo.drafts.publish(id)).rejects.toMatchObject({ code: 'validation' });
      await expect(target.zenodo.reviews.delete(id)).rejects.toMatchObject({ code: 'validation' });
      await target.zenodo.reviews.withdraw(id);
      expect((await target.zenodo.requests.get(requestId)).status).toBe('cancelled');
      expect(await target.zenodo.reviews.find(id)).toBeUndefined();
      await target.zenodo.drafts.delete(id);
    });

    it('that is declined can be submitted again', async () => {
      const { id, community } = await draftFor();
      await target.zenodo.reviews.set(id, community.id);
      const first = await target.zenodo.reviews.submit(id, { requireReview: true });
      await target.zenodo.requests.decline(first.id, '<p>Not yet.</p>');
      expect((await target.zenodo.drafts.get(id)).status).toBe('declined');
      await target.zenodo.reviews.set(id, community.id);
      expect((await target.zenodo.reviews.submit(id, { requireReview: true })).status).toBe('submitted');
      await target.zenodo.reviews.withdraw(id);
    });

    it('takes the id of a community alone, before anything is sent', async () => {
      await expect(target.zenodo.reviews.set('1', 'a-slug')).rejects.toMatchObject({ code: 'configuration', field: 'communityId' });
    });
  });

  describe('a request', () => {
    it('is commented, answered and read as a timeline', async () => {
      const { id, community } = await draftFor();
      await target.zenodo.reviews.set(id, community.id);
      const request = await target.zenodo.reviews.submit(id, { requireReview: true });
      const comment = await target.zenodo.requests.comment(request.id, '<p>Which diffractometer?</p>');
      await target.zenodo.requests.reply(request.id, comment.id, '<p>The blue one.</p>');
      await target.zenodo.requests.updateComment(request.id, comment.id, '<p>Which tube?</p>');
      expect((await target.zenodo.requests.getComment(request.id, comment.id)).payload?.content).toBe('<p>Which tube?</p>');
      const said = async () =>
        (await all(target.zenodo.requests.timeline(request.id))).map(({ type, payload }) => [type, payload?.content]);
      await target.eventually(said).toContainEqual(['C', '<p>Which tube?</p>']);
      await target.zenodo.requests.deleteComment(request.id, comment.id);
      await target.eventually(said).not.toContainEqual(['C', '<p>Which tube?</p>']);
      await target.zenodo.requests.cancel(request.id);
      expect((await target.zenodo.requests.get(request.id)).is_closed).toBe(true);
    });

    it('is found in the lists of all, of own ones and of the community', async () => {
      const { id, community } = await draftFor();
      await target.zenodo.reviews.set(id, community.id);
      const request = await target.zenodo.reviews.submit(id, { requireReview: true });
      const query = { isOpen: true, type: 'community-submission', topic: `record:${id}` };
      const { requests } = target.zenodo;
      const ids = (list: AsyncIterable<{ id: string }>) => async () => (await all(list)).map((one) => one.id);
      await target.eventually(() => ids(requests.search(query))()).toEqual([request.id]);
      await target.eventually(() => ids(requests.own(query))()).toEqual([request.id]);
      await target.eventually(() => ids(requests.ofCommunity(community.id, query))()).toEqual([request.id]);
      expect((await requests.list({ ...query, isOpen: false })).hits.total).toBe(0);
      await target.zenodo.reviews.withdraw(id);
    });

    it('that is closed cannot be accepted any more', async () => {
      const { id, community } = await draftFor();
      await target.zenodo.reviews.set(id, community.id);
      const { id: requestId } = await target.zenodo.reviews.submit(id, { requireReview: true });
      await target.zenodo.requests.cancel(requestId);
      await expect(target.zenodo.requests.accept(requestId)).rejects.toMatchObject({
        code: expect.stringMatching(/validation|permission/),
      });
    });

    it('that is not there is not found', async () => {
      expect(await target.zenodo.requests.find(crypto.randomUUID())).toBeUndefined();
    });
  });
}
