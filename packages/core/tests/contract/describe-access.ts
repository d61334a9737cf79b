import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { all, metadata } from '../_util/target.ts';
import { type ContractTarget, noOther } from './contract-target.ts';

/** What core relies on in access, links, grants and room. */
export function describeAccess(target: ContractTarget): void {
  const newDraft = async () => (await target.zenodo.drafts.create({ metadata })).id;
  const nextYear = `${new Date().getUTCFullYear() + 1}-06-30`;

  describe('access', () => {
    it('is restricted, put under an embargo and opened again', async () => {
      const id = await newDraft();
      expect((await target.zenodo.access.restrict(id)).access).toMatchObject({
        record: 'public',
        files: 'restricted',
        embargo: { active: false },
      });
      const embargoed = await target.zenodo.access.embargo(id, { until: nextYear, reason: 'A patent is pending.' });
      expect(embargoed.access).toMatchObject({
        files: 'restricted',
        embargo: { active: true, until: nextYear, reason: 'A patent is pending.' },
      });
      const opened = await target.zenodo.access.open(id);
      expect(opened.access).toMatchObject({ files: 'public', embargo: { active: false } });
      expect(opened.metadata.title).toBe(metadata.title);
      await target.zenodo.drafts.delete(id);
    });

    it.each(['2020-01-01', '30.6.2027', '2027-02-30', ''])('is not put under an embargo until %j, and nothing is sent', async (until) => {
      await expect(target.zenodo.access.embargo('1', { until })).rejects.toMatchObject({ code: 'configuration', field: 'until' });
    });

    it('has settings for those who want to ask', async () => {
      const id = await newDraft();
      const settings = { allow_user_requests: true, accept_conditions_text: '<p>For research.</p>', secret_link_expiration: 30 };
      const updated = await target.zenodo.access.updateSettings(id, settings);
      expect((updated.parent as { access?: { settings?: unknown } }).access?.settings).toMatchObject(settings);
      await target.zenodo.drafts.delete(id);
    });
  });

  describe('access links', () => {
    it('are made, listed, changed and ended', async () => {
      const id = await newDraft();
      const link = await target.zenodo.accessLinks.create(id, {
        permission: 'preview',
        expires_at: nextYear,
        description: 'For the referee',
      });
      expect(link).toMatchObject({ permission: 'preview', description: 'For the referee', token: expect.stringMatching(/./) });
      expect((await target.zenodo.accessLinks.list(id)).map((one) => one.id)).toEqual([link.id]);
      expect(await target.zenodo.accessLinks.update(id, link.id, { permission: 'view' })).toMatchObject({ permission: 'view' });
      expect((await target.zenodo.accessLinks.get(id, link.id)).permission).toBe('view');
      await target.zenodo.accessLinks.delete(id, link.id);
      expect(await target.zenodo.accessLinks.list(id)).toEqual([]);
      await expect(target.zenodo.accessLinks.get(id, link.id)).rejects.toMatchObject({ code: 'not_found' });
      await target.zenodo.drafts.delete(id);
    });

    it('of an unknown permission are refused before anything is sent', async () => {
      const wrong = target.zenodo.accessLinks.create('1', { permission: 'own' as 'view' });
      await expect(wrong).rejects.toMatchObject({ code: 'configuration', field: 'permission' });
    });
  });

  describe('access grants', () => {
    it('let another account in, more or less, and out again', async ({ skip }) => {
      const { other } = target;
      if (!other) return skip(noOther);
      const theirs = await other.drafts.create();
      const user = (theirs.parent as { access?: { owned_by?: { user?: string } } }).access?.owned_by?.user ?? '';
      await other.drafts.delete(theirs.id);
      const id = await newDraft();
      const subject = { type: 'user', id: user } as const;
      await target.zenodo.accessGrants.create(id, [{ permission: 'view', subject }]);
      expect(await target.zenodo.accessGrants.list(id)).toMatchObject([{ permission: 'view', subject }]);
      await target.zenodo.accessGrants.update(id, user, 'edit');
      expect(await target.zenodo.accessGrants.get(id, user)).toMatchObject({ permission: 'edit' });
      expect((await other.drafts.get(id)).id).toBe(id);
      const again = target.zenodo.accessGrants.create(id, [{ permission: 'view', subject }]);
      await expect(again).rejects.toMatchObject({ code: 'validation' });
      await target.zenodo.accessGrants.delete(id, user);
      await expect(target.zenodo.accessGrants.get(id, user)).rejects.toMatchObject({ code: 'not_found' });
      await target.zenodo.drafts.delete(id);
    });

    it('without anybody are refused before anything is sent', async () => {
      await expect(target.zenodo.accessGrants.create('1', [])).rejects.toMatchObject({ code: 'configuration', field: 'grants' });
    });
  });

  describe('quota', () => {
    it('of a draft is increased, and answered at once', async () => {
      const id = await newDraft();
      expect(await target.zenodo.quota.increase(id, 60)).toMatchObject({ type: 'quota-increase', status: 'accepted' });
      await target.zenodo.drafts.delete(id);
    });

    it.each([49, 201, 60.5])('of %d GB is refused before anything is sent', async (totalGb) => {
      await expect(target.zenodo.quota.increase('1', totalGb)).rejects.toMatchObject({ code: 'configuration', field: 'totalGb' });
    });

    it('lets the files of a young record be changed, under the same DOI', async () => {
      const record = await target.publish();
      await target.zenodo.drafts.edit(record.id);
      expect(await target.zenodo.records.requestFileModification(record.id)).toMatchObject({
        type: 'file-modification',
        status: 'accepted',
      });
      await target.zenodo.files.upload(record.id, fileFromBuffer('b.txt', 'added'));
      const changed = await target.zenodo.drafts.publish(record.id);
      expect(changed.pids['doi']).toEqual(record.pids['doi']);
      expect((await target.zenodo.records.files(record.id)).entries.map(({ key }) => key).sort()).toEqual(['a.txt', 'b.txt']);
    });
  });

  describe('own records', () => {
    it('can be read by status', async () => {
      const id = await newDraft();
      const own = async () =>
        (await all(target.zenodo.records.own({ q: `id:${id}`, filters: { access_status: 'open' } }))).map((one) => one.id);
      await target.eventually(own).toEqual([id]);
      await target.zenodo.drafts.delete(id);
    });
  });
}
