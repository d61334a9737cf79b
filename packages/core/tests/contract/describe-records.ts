import { describe, expect, it } from 'vitest';
import { fileFromBuffer, type ZenodoRecord } from '../../src/index.ts';
import { all, metadata, type Target } from '../_util/target.ts';

/** What core relies on in records, versions and DOIs. */
export function describeRecords(target: Target): void {
  const publish = async (title = metadata.title, change = metadata): Promise<ZenodoRecord> => {
    const { id } = await target.zenodo.drafts.create({ metadata: { ...change, ...(title && { title }) } });
    await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
    return target.zenodo.drafts.publish(id);
  };

  describe('records', () => {
    it('are read by their own id, and by the id of the parent', async () => {
      const { id, parent } = await publish();
      expect((await target.zenodo.records.get(id)).id).toBe(id);
      expect((await target.zenodo.records.get(parent.id)).id).toBe(id);
      expect(await target.zenodo.records.find('999999999')).toBeUndefined();
    });

    it('have files with checksums', async () => {
      const { id } = await publish();
      const { entries } = await target.zenodo.records.files(id);
      expect(entries).toMatchObject([{ key: 'a.txt', size: 5, checksum: 'md5:5d41402abc4b2a76b9719d911017c592' }]);
    });

    it('have files that are downloaded as they were', async () => {
      const { id } = await publish();
      const parts: Uint8Array[] = [];
      for await (const part of (await target.zenodo.records.download(id, 'a.txt')) as AsyncIterable<Uint8Array>) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe('hello');
    });

    it('are found by words, over more than one page', async () => {
      const word = `w${crypto.randomUUID().slice(0, 8)}`;
      const ids = [];
      for (let i = 0; i < 3; i++) ids.push((await publish(`Sample ${word} ${i}`)).id);
      const found = await all(target.zenodo.records.search({ q: word, size: 2 }));
      expect(found.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(ids.map(Number).sort((a, b) => a - b));
    });

    it('and drafts are in the list of own ones, the newest first', async () => {
      const record = await publish();
      const draft = await target.zenodo.drafts.create({ metadata });
      const [first, second] = await all(target.zenodo.records.own({ sort: 'newest' }));
      expect([first?.id, first?.is_published]).toEqual([draft.id, false]);
      expect([second?.id, second?.is_published]).toEqual([record.id, true]);
      await target.zenodo.drafts.delete(draft.id);
    });
  });

  describe('versions', () => {
    it('asked twice opens one draft, with the metadata and without the files', async () => {
      const record = await publish();
      const [one, two] = await Promise.all([target.zenodo.versions.create(record.id), target.client().versions.create(record.id)]);
      expect(two.id).toBe(one.id);
      expect(one).toMatchObject({ status: 'new_version_draft', versions: { index: 2 }, metadata: { title: record.metadata.title } });
      expect((await target.zenodo.files.list(one.id)).entries).toEqual([]);
      expect((await target.zenodo.files.importFromPrevious(one.id)).entries).toMatchObject([{ key: 'a.txt', size: 5 }]);
      await target.zenodo.drafts.delete(one.id);
    });

    it('are listed with the newest first, and the latest is found from any of them', async () => {
      const first = await publish();
      const draft = await target.zenodo.versions.create(first.id);
      await target.zenodo.files.upload(draft.id, fileFromBuffer('b.txt', 'b'));
      const second = await target.zenodo.drafts.publish(draft.id);
      expect((await all(target.zenodo.versions.search(first.id))).map(({ id }) => id)).toEqual([second.id, first.id]);
      expect((await target.zenodo.versions.latest(first.id)).id).toBe(second.id);
      expect((await target.zenodo.versions.latest(first.parent.id)).id).toBe(second.id);
    });

    it('of what was never published are not found', async () => {
      const draft = await target.zenodo.drafts.create({ metadata });
      await expect(target.zenodo.versions.create(draft.id)).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('DOIs', () => {
    it('are reserved once and can be taken back', async () => {
      const { id } = await target.zenodo.drafts.create({ metadata });
      expect((await target.zenodo.dois.reserve(id)).pids['doi']?.identifier).toContain(id);
      await expect(target.zenodo.dois.reserve(id)).rejects.toMatchObject({ code: 'validation' });
      await target.zenodo.dois.discard(id);
      expect((await target.zenodo.drafts.get(id)).pids['doi']).toBeUndefined();
    });
  });
}
