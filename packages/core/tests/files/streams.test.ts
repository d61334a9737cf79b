import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ByteStream, fileFromStream, spoolFile } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const content = Buffer.alloc(400_000, 'measured ');
const contentPath = /\/content$/;
const newDraft = async () => (await target.zenodo.drafts.create({ metadata })).id;

/** The content in pieces, one after another. */
async function* pieces(bytes: Uint8Array = content, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

describe('a stream of known length', () => {
  it.each<[string, () => ByteStream]>([
    ['a Node stream', () => Readable.from(pieces())],
    ['a web stream', () => ReadableStream.from(pieces())],
    ['an async generator', () => pieces()],
    ["a Blob's stream", () => new Blob([content]).stream()],
  ])('%s is uploaded and verified', async (_, stream) => {
    const id = await newDraft();
    const stored = await target.zenodo.files.upload(id, fileFromStream('a.bin', content.length, stream()));
    expect(stored).toMatchObject({ status: 'completed', size: content.length });
  });

  it('is opened anew after a cut connection', async () => {
    const id = await newDraft();
    target.standIn.faults.cutRequest({ method: 'PUT', path: contentPath }, { afterBytes: 100_000 });
    let opened = 0;
    const source = fileFromStream('a.bin', content.length, () => {
      opened += 1;
      return pieces();
    });
    await target.zenodo.files.upload(id, source);
    expect(opened).toBe(2);
  });

  it('that cannot be opened anew ends after a cut with what to do', async () => {
    const id = await newDraft();
    target.standIn.faults.cutRequest({ method: 'PUT', path: contentPath }, { afterBytes: 100_000 });
    const upload = target.zenodo.files.upload(id, fileFromStream('a.bin', content.length, pieces()));
    await expect(upload).rejects.toThrow('Give a function that opens it anew, or spool it.');
  });

  it.each([
    ['shorter', content.length + 1, 'ended after 400000 of its 400001 bytes'],
    ['longer', content.length - 1, 'is longer than its 399999 bytes'],
  ])('%s than announced is told, and the file stays pending', async (_, size, message) => {
    const id = await newDraft();
    await expect(
      target.zenodo.files.upload(
        id,
        fileFromStream('a.bin', size, () => pieces()),
      ),
    ).rejects.toThrow(message);
    expect((await target.zenodo.files.list(id)).entries).toMatchObject([{ status: 'pending' }]);
  });

  it('is let go when nobody reads it', async () => {
    const stream = Readable.from(pieces());
    const opened = await fileFromStream('a.bin', content.length, stream).open();
    await opened.close();
    expect(stream.destroyed).toBe(true);
  });

  it.each([
    [0, pieces()],
    [1.5, pieces()],
    [1, 'text' as unknown as ByteStream],
  ])('of length %s that is none is refused before anything is sent', (size, stream) => {
    expect(() => fileFromStream('a', size, stream)).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

describe('a stream of unknown length', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spool-'));
    onTestFinished(() => rm(folder, { recursive: true }));
  });

  it('waits on the disk, where nobody else may read it, and is gone when it was sent', async () => {
    const id = await newDraft();
    {
      await using source = await spoolFile('a.bin', pieces(), { folder });
      const [own] = await readdir(folder);
      expect((await stat(join(folder, own!))).mode & 0o777).toBe(0o700);
      expect(await target.zenodo.files.upload(id, source)).toMatchObject({ size: content.length, checksum: `md5:${source.knownMd5}` });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['beyond the limit', () => pieces(), { limitBytes: 399_999 }, 'longer than the 399999 bytes'],
    ['that is empty', () => pieces(Buffer.alloc(0)), {}, 'is empty'],
    ['of text', () => Readable.from(['text']), {}, 'string instead of bytes'],
  ])('%s is refused, and leaves nothing', async (_, stream, options, message) => {
    await expect(spoolFile('a.bin', stream(), { folder, ...options })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(message),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that breaks leaves nothing either', async () => {
    const fault = new Error('the instrument went off');
    const breaking = async function* () {
      yield content;
      throw fault;
    };
    await expect(spoolFile('a.bin', breaking(), { folder })).rejects.toBe(fault);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that stands still ends with the signal, and leaves nothing', async () => {
    const stop = new AbortController();
    const reason = new Error('no longer wanted');
    const stream = new Readable({ read() {} });
    stream.push(content);
    setTimeout(() => stop.abort(reason), 50);
    await expect(spoolFile('a.bin', stream, { folder, signal: stop.signal })).rejects.toBe(reason);
    expect(stream.destroyed).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });
});
