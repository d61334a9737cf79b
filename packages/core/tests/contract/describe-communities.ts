import { describe, expect, it } from 'vitest';
import { type Community, fileFromBuffer } from '../../src/index.ts';
import { all } from '../_util/target.ts';
import { type ContractTarget, noOther } from './contract-target.ts';

/** What core relies on in communities, their members, and the inclusion of published records. */
export function describeCommunities(target: ContractTarget): void {
  const create = (word = target.word()): Promise<Community> =>
    target.zenodo.communities.create({ slug: `zc-${word}`, metadata: { title: `Community ${word}`, type: { id: 'project' } } });

  describe('communities', () => {
    it('are read by id and by slug', async () => {
      const { id, slug } = await create();
      expect((await target.zenodo.communities.get(slug)).id).toBe(id);
      expect((await target.zenodo.communities.get(id)).slug).toBe(slug);
      expect(await target.zenodo.communities.find(`no-${slug}`)).toBeUndefined();
    });

    it('with a taken slug are refused, with the field', async () => {
      const { slug } = await create();
      const again = target.zenodo.communities.create({ slug, metadata: { title: 'The same' } });
      await expect(again).rejects.toMatchObject({ code: 'validation', issues: [{ field: 'slug' }] });
    });

    it('are found by words, and are among the own ones', async () => {
      const word = target.word();
      const { id } = await create(word);
      await target.eventually(async () => (await all(target.zenodo.communities.search({ q: word }))).map((one) => one.id)).toEqual([id]);
      await target.eventually(async () => (await all(target.zenodo.communities.own({ q: word }))).map((one) => one.id)).toEqual([id]);
      expect((await target.zenodo.communities.list({ q: word, type: 'project' })).hits.total).toBe(1);
    });

    it('are changed without losing what the change does not name', async () => {
      const { id } = await create();
      const updated = await target.zenodo.communities.update(id, {
        metadata: { description: 'For tests' },
        access: { review_policy: 'open' },
      });
      expect(updated).toMatchObject({ metadata: { description: 'For tests', type: { id: 'project' } }, access: { review_policy: 'open' } });
      const without = await target.zenodo.communities.update(id, { metadata: { description: undefined } });
      expect(without.metadata.description).toBeUndefined();
      expect(without.metadata.title).toBe(updated.metadata.title);
    });

    it('are not changed over a newer revision', async () => {
      const { id, revision_id } = await create();
      await target.zenodo.communities.update(id, { metadata: { description: 'newer' } });
      const stale = target.zenodo.communities.update(id, { metadata: { description: 'older' } }, { ifRevision: revision_id });
      await expect(stale).rejects.toMatchObject({ code: 'stale_revision' });
    });

    it('have a picture, until it is taken away', async () => {
      const { id } = await create();
      const picture = fileFromBuffer('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
      await target.zenodo.communities.setLogo(id, picture);
      const parts: Uint8Array[] = [];
      for await (const part of (await target.zenodo.communities.logo(id)) as AsyncIterable<Uint8Array>) parts.push(part);
      expect(Buffer.concat(parts).toString()).toContain('<svg');
      await target.zenodo.communities.deleteLogo(id);
      await expect(target.zenodo.communities.logo(id)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('take no picture above 1 MB, and nothing is sent', async () => {
      const large = fileFromBuffer('logo.png', Buffer.alloc(1_000_001));
      await expect(target.zenodo.communities.setLogo('lab', large)).rejects.toMatchObject({ code: 'configuration', field: 'source.size' });
    });

    it('below one are a list, and so are those that a record could join', async () => {
      const word = target.word();
      const [{ id }, record] = [await create(word), await target.publish()];
      expect(await all(target.zenodo.communities.subcommunities(id))).toEqual([]);
      const suggested = async () => (await all(target.zenodo.communities.suggestedFor(record.id, { q: word }))).map((one) => one.id);
      await target.eventually(suggested).toEqual([id]);
      await target.zenodo.communities.addRecord(record.id, id, { requireReview: true });
      await target.eventually(suggested).toEqual([]);
    });

    it('are deleted', async () => {
      const { id } = await create();
      await target.zenodo.communities.delete(id);
      await expect(target.zenodo.communities.get(id)).rejects.toMatchObject({ code: expect.stringMatching(/gone|not_found/) });
    });
  });

  describe('members', () => {
    it('begin with the owner, who may show himself', async () => {
      const { id } = await create();
      const owner = async () => (await all(target.zenodo.members.search(id))).map(({ role }) => role);
      await target.eventually(owner).toEqual(['owner']);
      expect(await all(target.zenodo.members.searchPublic(id))).toEqual([]);
      const [me] = await all(target.zenodo.members.search(id));
      await target.zenodo.members.update(id, { users: [me?.member.id ?? ''], visible: true });
      await target.eventually(async () => (await all(target.zenodo.members.searchPublic(id))).length).toBe(1);
    });

    it('do not leave a community without an owner', async () => {
      const { id } = await create();
      await target.eventually(async () => (await all(target.zenodo.members.search(id))).length).toBe(1);
      const [me] = await all(target.zenodo.members.search(id));
      await expect(target.zenodo.members.remove(id, [me?.member.id ?? ''])).rejects.toMatchObject({ code: 'validation' });
    });

    it('come by invitation, which they accept', async ({ skip }) => {
      const { other } = target;
      if (!other) return skip(noOther);
      const { id, slug } = await create();
      const draft = await other.drafts.create();
      const user = (draft.parent as { access?: { owned_by?: { user?: string } } }).access?.owned_by?.user ?? '';
      await other.drafts.delete(draft.id);
      await target.zenodo.members.invite(id, { users: [user], role: 'reader', message: 'Join us.' });
      await target.eventually(async () => (await all(target.zenodo.members.invitations(id))).length).toBe(1);
      const asked = async () =>
        (await all(other.requests.own({ type: 'community-invitation', isOpen: true, topic: `community:${id}` }))).length;
      const invited = async () => (await all(other.requests.own({ type: 'community-invitation', isOpen: true })))[0];
      await target.eventually(async () => (await asked()) + Number((await invited()) !== undefined)).toBeGreaterThan(0);
      const request = await invited();
      await other.requests.accept(request?.id ?? '');
      await target.eventually(async () => (await all(target.zenodo.members.search(id))).length).toBe(2);
      await target.zenodo.members.remove(id, [user]);
      expect(slug).toContain('zc-');
    });

    it('are asked for by the id alone, before anything is sent', async () => {
      await expect(all(target.zenodo.members.search('a-slug'))).rejects.toMatchObject({
        code: 'configuration',
        field: 'communityId',
      });
    });
  });

  describe('a published record', () => {
    it('is asked in, accepted, listed, and taken out again', async () => {
      const [record, { id, slug }] = await Promise.all([target.publish(), create()]);
      const { processed } = await target.zenodo.communities.addRecord(record.id, slug, { requireReview: true, comment: '<p>Please.</p>' });
      const [asked] = processed ?? [];
      expect(asked).toMatchObject({ community_id: slug });
      const accepted = await target.zenodo.requests.accept(asked?.request_id ?? '', '<p>Welcome.</p>');
      expect(accepted).toMatchObject({ type: 'community-inclusion', status: 'accepted', is_open: false });
      const inside = async () => (await all(target.zenodo.communities.records(id))).map((one) => one.id);
      await target.eventually(inside).toEqual([record.id]);
      expect((await all(target.zenodo.communities.ofRecord(record.id))).map((one) => one.id)).toEqual([id]);
      await target.zenodo.communities.setDefault(record.id, id);
      await target.zenodo.communities.removeRecord(record.id, id);
      await target.eventually(inside).toEqual([]);
      await expect(target.zenodo.communities.removeRecord(record.id, id)).rejects.toMatchObject({ code: 'validation' });
    });

    it('is not asked in twice, and the reason is said', async () => {
      const [record, { id }] = await Promise.all([target.publish(), create()]);
      const { processed } = await target.zenodo.communities.addRecord(record.id, id, { requireReview: true });
      const again = target.zenodo.communities.addRecord(record.id, id, { requireReview: true });
      await expect(again).rejects.toMatchObject({
        code: 'validation',
        message: expect.stringContaining('already an open inclusion request'),
      });
      const declined = await target.zenodo.requests.decline(processed?.[0]?.request_id ?? '');
      expect(declined.status).toBe('declined');
    });
  });
}
