import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { queryWithin, type Span } from '../../src/resources/date-slices.ts';
import { all, metadata } from '../_util/target.ts';
import type { ContractTarget } from './contract-target.ts';

/** What core relies on in records, versions and DOIs. */
export function describeRecords(target: ContractTarget): void {
  const publish = (title?: string) => target.publish(title);

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

    it('have files whose bytes can be had from a place on', async () => {
      const { id } = await publish();
      const parts: Uint8Array[] = [];
      for await (const part of target.zenodo.records.bytes(id, 'a.txt', { fromByte: 2 })) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe('llo');
    });

    it('are found by words, over more than one page', async () => {
      const word = target.word();
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.push((await publish(`Sample ${word} ${i}`)).id);
      const found = async () => (await all(target.zenodo.records.search({ q: word, size: 2 }))).map(({ id }) => id).sort();
      await target.eventually(found).toEqual(ids.sort());
      const page = await target.zenodo.records.list({ q: word, size: 2, sort: 'oldest' });
      expect(page.hits.hits.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      expect(page.hits.total).toBe(3);
    });

    it('can be told apart by when they were created, to the millisecond', async () => {
      const word = target.word();
      const made = [await publish(`Sample ${word} 0`), await publish(`Sample ${word} 1`), await publish(`Sample ${word} 2`)];
      const within = (span: Span) => async () => {
        const found = await all(target.zenodo.records.search({ q: queryWithin(word, span), sort: 'oldest' }));
        return found.map(({ id }) => id);
      };
      const ids = made.map(({ id }) => id);
      const middle = Date.parse(made[1]?.created ?? '');
      await target.eventually(within({})).toEqual(ids);
      expect(await within({ to: middle })()).toEqual(ids.slice(0, 1));
      expect(await within({ from: middle })()).toEqual(ids.slice(1));
      expect(await within({ from: middle, to: middle + 1 })()).toEqual(ids.slice(1, 2));
    });

    it('and drafts are in the list of own ones, the newest first', async () => {
      const record = await publish();
      const draft = await target.zenodo.drafts.create({ metadata });
      const own = async () => {
        const page = await target.zenodo.records.ownList({ sort: 'newest', size: 2 });
        return page.hits.hits.map((one) => [one.id, one.is_published]);
      };
      await target.eventually(own).toEqual([
        [draft.id, false],
        [record.id, true],
      ]);
      await target.zenodo.drafts.delete(draft.id);
    });
  });

  describe('a record', () => {
    it.each([
      ['bibtex', '@'],
      ['csl', '"title"'],
      ['datacite-xml', '<resource'],
      ['json-ld', 'schema.org'],
      ['dublincore', '<'],
      ['json', '"parent"'],
      ['cff', 'cff-version'],
    ] as const)('is had as %s', async (format, sign) => {
      const { id } = await publish();
      expect(await target.zenodo.records.export(id, format)).toContain(sign);
    });

    it('is had as a reference for people', async () => {
      const { id } = await publish('A title to be cited');
      expect(await target.zenodo.records.citation(id, { style: 'apa', locale: 'en-US' })).toContain('A title to be cited');
      await expect(target.zenodo.records.citation(id, { style: 'no-such-style' })).rejects.toMatchObject({ code: 'validation' });
    });

    it('has statistics, and none at first', async () => {
      const { id } = await publish();
      expect(await target.zenodo.records.statistics(id)).toMatchObject({ this_version: { downloads: 0 }, all_versions: { views: 0 } });
    });

    it('has each file by its key, and all of them as one ZIP', async () => {
      const { id } = await publish();
      expect(await target.zenodo.records.file(id, 'a.txt')).toMatchObject({ key: 'a.txt', size: 5 });
      const parts: Uint8Array[] = [];
      for await (const part of (await target.zenodo.records.downloadArchive(id)) as AsyncIterable<Uint8Array>) parts.push(part);
      expect(Buffer.concat(parts).subarray(0, 2).toString()).toBe('PK');
    });

    it('is deleted at the wish of its owner, and leaves a tombstone', async () => {
      const { id } = await publish();
      expect(await target.zenodo.records.tombstone(id)).toBeUndefined();
      const request = await target.zenodo.records.requestDeletion(id, { reason: 'test-record' });
      expect(request).toMatchObject({ type: 'record-deletion', status: 'accepted', topic: { record: id } });
      expect(await target.zenodo.records.tombstone(id)).toMatchObject({ removal_reason: { id: 'test-record' }, is_visible: true });
      expect(await target.zenodo.records.find(id)).toBeUndefined();
      await expect(target.zenodo.records.get(id)).rejects.toMatchObject({ code: 'gone' });
    });

    it('is not deleted for a reason that owners cannot have', async () => {
      const { id } = await publish();
      await expect(target.zenodo.records.requestDeletion(id, { reason: 'spam' })).rejects.toMatchObject({ code: 'validation' });
      expect((await target.zenodo.records.get(id)).id).toBe(id);
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
      const ids = async () => (await all(target.zenodo.versions.search(first.id))).map(({ id }) => id);
      await target.eventually(ids).toEqual([second.id, first.id]);
      expect((await target.zenodo.versions.list(first.id, { size: 1 })).hits).toMatchObject({ hits: [{ id: second.id }], total: 2 });
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
