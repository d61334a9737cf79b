import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { all, metadata } from '../_util/target.ts';
import { type ContractTarget, noOther } from './contract-target.ts';

/** What core relies on in drafts. */
export function describeDrafts(target: ContractTarget): void {
  describe('drafts', () => {
    it('an empty one is made, and what is missing is remarked', async () => {
      const draft = await target.zenodo.drafts.create();
      expect(draft).toMatchObject({ is_draft: true, is_published: false, status: 'draft', versions: { index: 1 } });
      expect(draft.errors).toContainEqual({ field: 'metadata.publisher', messages: [expect.stringContaining('Missing publisher')] });
      await target.zenodo.drafts.delete(draft.id);
    });

    it('an unknown vocabulary id is refused', async () => {
      const wrong = { ...metadata, resource_type: { id: 'hologram' } };
      await expect(target.zenodo.drafts.create({ metadata: wrong })).rejects.toMatchObject({ code: 'validation', status: 400 });
    });

    it.each([
      [{ files: 'restricted' }, { record: 'public', files: 'restricted' }],
      [{ embargo: { active: true, until: '2099-01-01' } }, { record: 'public', files: 'restricted', embargo: { active: true } }],
    ])('an access that says not all is made whole: %j', async (access, whole) => {
      const draft = await target.zenodo.drafts.create({ metadata, access });
      expect(draft.access).toMatchObject(whole);
      expect(draft.errors ?? []).toEqual([]);
      await target.zenodo.drafts.delete(draft.id);
    });

    it('an update keeps what it does not name, a reserved DOI too', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata });
      await target.zenodo.dois.reserve(id);
      const updated = await target.zenodo.drafts.update(id, { metadata: { description: '<p>Measured at 300 K.</p>' } });
      expect(updated.metadata).toMatchObject({ title: metadata.title, description: '<p>Measured at 300 K.</p>' });
      expect(updated.pids['doi']?.identifier).toMatch(/^10\.\d+\/zenodo\.\d+$/);
      const without = await target.zenodo.drafts.update(id, { metadata: { description: undefined } });
      expect(without.metadata.description).toBeUndefined();
      await target.zenodo.drafts.delete(id);
    });

    it('two updates at once both arrive', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata });
      await Promise.all([
        target.zenodo.drafts.update(id, { metadata: { description: 'one change' } }),
        target.client().drafts.update(id, { metadata: { copyright: 'another change' } }),
      ]);
      expect((await target.zenodo.drafts.get(id)).metadata).toMatchObject({ description: 'one change', copyright: 'another change' });
      await target.zenodo.drafts.delete(id);
    });

    it('a stale revision leaves the draft untouched', async () => {
      const draft = await target.zenodo.drafts.create({ metadata });
      await target.zenodo.drafts.update(draft.id, { metadata: { title: 'Newer title' } });
      const stale = target.zenodo.drafts.update(draft.id, { metadata: { title: 'Older title' } }, { ifRevision: draft.revision_id });
      await expect(stale).rejects.toMatchObject({ code: 'stale_revision', status: 412 });
      expect((await target.zenodo.drafts.get(draft.id)).metadata.title).toBe('Newer title');
      await target.zenodo.drafts.delete(draft.id);
    });

    it('a discarded one is not found', async () => {
      const { id } = await target.zenodo.drafts.create();
      await target.zenodo.drafts.delete(id);
      expect(await target.zenodo.drafts.find(id)).toBeUndefined();
      await expect(target.zenodo.drafts.get(id)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('publishing names the fields that are missing', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata: { ...metadata, creators: [] } });
      await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'a'));
      const refused = target.zenodo.drafts.publish(id);
      await expect(refused).rejects.toMatchObject({ code: 'validation', issues: [{ field: 'metadata.creators' }] });
      await target.zenodo.drafts.delete(id);
    });

    it('a published one is gone, is a record under the same id, and can be edited', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata });
      await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'a'));
      const record = await target.zenodo.drafts.publish(id);
      expect(record).toMatchObject({ id, is_published: true, pids: { doi: { identifier: expect.stringContaining(id) } } });
      await expect(target.zenodo.drafts.publish(id)).rejects.toMatchObject({ code: 'not_found' });
      const edit = await target.zenodo.drafts.edit(id);
      await target.zenodo.drafts.update(edit.id, { metadata: { title: 'Corrected title' } });
      expect((await target.zenodo.drafts.publish(id)).metadata.title).toBe('Corrected title');
    });

    it('is shown to nobody else', async ({ skip }) => {
      skip(!target.other, noOther);
      const { id } = await target.zenodo.drafts.create({ metadata });
      await expect(target.other?.drafts.get(id)).rejects.toMatchObject({ code: 'permission' });
      await target.zenodo.drafts.delete(id);
    });

    it('is in the list of own ones', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata });
      await target.eventually(async () => (await all(target.zenodo.records.own({ q: `id:${id}` }))).map((one) => one.id)).toEqual([id]);
      await target.zenodo.drafts.delete(id);
    });
  });
}
