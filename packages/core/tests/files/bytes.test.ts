import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fileFromBuffer } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const content = Buffer.alloc(300_000, 'measured at 300 K; ');
const contentPath = /\/content$/;

async function draftWith(key: string, bytes: Uint8Array): Promise<string> {
  const { id } = await target.zenodo.drafts.create({ metadata });
  await target.zenodo.files.upload(id, fileFromBuffer(key, bytes));
  return id;
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts);
}

it('a file comes whole, of a draft and of a record', async () => {
  const id = await draftWith('a.bin', content);
  expect((await joined(target.zenodo.files.bytes(id, 'a.bin'))).equals(content)).toBe(true);
  await target.zenodo.dois.reserve(id);
  await target.zenodo.drafts.publish(id);
  expect((await joined(target.zenodo.records.bytes(id, 'a.bin'))).equals(content)).toBe(true);
});

it('bytes from a place on are the rest of the file', async () => {
  const id = await draftWith('a.bin', content);
  expect((await joined(target.zenodo.files.bytes(id, 'a.bin', { fromByte: 299_990 }))).equals(content.subarray(299_990))).toBe(true);
});

it('after each of three cuts the rest is asked for, and no byte comes twice', async () => {
  const id = await draftWith('a.bin', content);
  for (const afterBytes of [1000, 70_000, 100_000]) target.standIn.faults.cutReply({ method: 'GET', path: contentPath }, { afterBytes });
  expect((await joined(target.zenodo.files.bytes(id, 'a.bin'))).equals(content)).toBe(true);
  expect(target.count('GET', contentPath)).toBe(4);
});

it('a server without ranges sends all, and what came before is passed over', async () => {
  const id = await draftWith('a.bin', content);
  target.standIn.faults.answer(
    { method: 'GET', path: contentPath },
    { status: 200, body: content.toString(), headers: { 'content-type': 'text/plain' } },
  );
  expect((await joined(target.zenodo.files.bytes(id, 'a.bin', { fromByte: 123_456 }))).equals(content.subarray(123_456))).toBe(true);
});

it('a connection that breaks again and again without a byte ends in a sentence', async () => {
  const id = await draftWith('a.bin', content);
  target.standIn.faults.cutReply({ method: 'GET', path: contentPath, times: 2 }, { afterBytes: 0 });
  const reading = joined(target.zenodo.files.bytes(id, 'a.bin', { maxRetries: 1 }));
  await expect(reading).rejects.toMatchObject({
    code: 'connection',
    message: expect.stringContaining(`/records/${id}/draft/files/a.bin/content got no answer`),
  });
});

it('other bytes than Zenodo has are told of after the last one', async () => {
  const id = await draftWith('a.bin', content);
  const etag = `"md5:${createHash('md5').update(content).digest('hex')}"`;
  const flipped = `X${content.toString().slice(1)}`;
  target.standIn.faults.answer(
    { method: 'GET', path: contentPath },
    { status: 200, body: flipped, headers: { 'content-type': 'text/plain', etag } },
  );
  await expect(joined(target.zenodo.files.bytes(id, 'a.bin'))).rejects.toMatchObject({
    code: 'checksum',
    reason: 'received',
    file: 'a.bin',
  });
});

it('an abort ends the reading with its own reason', async () => {
  const id = await draftWith('a.bin', content);
  const stop = new AbortController();
  const reading = target.zenodo.files.bytes(id, 'a.bin', { signal: stop.signal });
  await reading.next();
  const reason = new Error('no longer wanted');
  stop.abort(reason);
  await expect(joined(reading)).rejects.toBe(reason);
});

it('a place before the file is refused before anything is sent', async () => {
  await expect(target.zenodo.files.bytes('1', 'a.bin', { fromByte: -1 }).next()).rejects.toMatchObject({ code: 'configuration' });
  expect(target.count('GET', contentPath)).toBe(0);
});
