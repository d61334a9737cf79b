import { describe, expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { metadata } from '../_util/target.ts';
import type { ContractTarget } from './contract-target.ts';

/** What core relies on in files. */
export function describeFiles(target: ContractTarget): void {
  const newDraft = async () => (await target.zenodo.drafts.create({ metadata })).id;

  describe('files', () => {
    it('many are started in one call, and stay pending until commit', async () => {
      const id = await newDraft();
      const { entries } = await target.zenodo.files.startMany(id, ['a.txt', 'b.txt']);
      expect(entries.map(({ key, status }) => [key, status])).toEqual([
        ['a.txt', 'pending'],
        ['b.txt', 'pending'],
      ]);
    });

    it('a key cannot be started twice', async () => {
      const id = await newDraft();
      await target.zenodo.files.start(id, 'a.txt');
      await expect(target.zenodo.files.start(id, 'a.txt')).rejects.toMatchObject({ code: 'validation', status: 400 });
    });

    it('commit answers size and MD5, and can be repeated', async () => {
      const id = await newDraft();
      await target.zenodo.files.start(id, 'a.txt');
      const sent = await target.zenodo.files.uploadContent(id, fileFromBuffer('a.txt', 'hello'));
      expect(sent).toEqual({ key: 'a.txt', sizeBytes: 5, md5: '5d41402abc4b2a76b9719d911017c592' });
      const stored = { key: 'a.txt', status: 'completed', size: 5, checksum: 'md5:5d41402abc4b2a76b9719d911017c592' };
      expect(await target.zenodo.files.commit(id, 'a.txt')).toMatchObject(stored);
      expect(await target.zenodo.files.commit(id, 'a.txt')).toMatchObject(stored);
    });

    it('a content after commit is an error, although the answer is 200', async () => {
      const id = await newDraft();
      await target.zenodo.files.upload(id, fileFromBuffer('a.txt', 'hello'));
      const again = target.zenodo.files.uploadContent(id, fileFromBuffer('a.txt', 'world'));
      await expect(again).rejects.toMatchObject({ code: 'server', status: 200, message: expect.stringContaining('a.txt') });
      expect((await target.zenodo.files.list(id)).entries).toEqual([]);
    });

    it('names with spaces, signs and other scripts come back as they were', async () => {
      const id = await newDraft();
      const keys = ['a b.txt', 'ä#1?.txt', '50%.csv', 'données 測定.txt', "it's (1) & more+.txt"];
      for (const key of keys) await target.zenodo.files.upload(id, fileFromBuffer(key, key));
      expect((await target.zenodo.files.list(id)).entries.map(({ key }) => key).sort((a, b) => a.localeCompare(b))).toEqual(
        [...keys].sort((a, b) => a.localeCompare(b)),
      );
      const [key] = keys as [string];
      expect(await target.zenodo.files.get(id, key)).toMatchObject({ key, size: key.length });
    });

    it('one and all are deleted', async () => {
      const id = await newDraft();
      for (const key of ['a', 'b', 'c']) await target.zenodo.files.upload(id, fileFromBuffer(key, key));
      await target.zenodo.files.delete(id, 'a');
      expect((await target.zenodo.files.list(id)).entries.map(({ key }) => key)).toEqual(['b', 'c']);
      await target.zenodo.files.deleteAll(id);
      expect((await target.zenodo.files.list(id)).entries).toEqual([]);
    });

    it('keys with a slash are one file each', async () => {
      const id = await newDraft();
      await target.zenodo.files.upload(id, fileFromBuffer('raw/scan.xy', '1 2'));
      expect(await target.zenodo.files.get(id, 'raw/scan.xy')).toMatchObject({ key: 'raw/scan.xy', size: 3 });
      await target.zenodo.files.delete(id, 'raw/scan.xy');
      expect((await target.zenodo.files.list(id)).entries).toEqual([]);
    });

    it('are downloaded as a stream of the same bytes', async () => {
      const id = await newDraft();
      const bytes = Buffer.alloc(200_000, 'measured ');
      await target.zenodo.files.upload(id, fileFromBuffer('a.bin', bytes));
      const parts: Uint8Array[] = [];
      for await (const part of (await target.zenodo.files.download(id, 'a.bin')) as AsyncIterable<Uint8Array>) parts.push(part);
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
      await expect(target.zenodo.files.download(id, 'b.bin')).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
