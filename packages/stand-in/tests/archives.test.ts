import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { createDraft, publishedRecord, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

/** Names and contents of an archive, read from the directory at its end as programs read it. */
function unpacked(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf('PK\u0005\u0006');
  const found: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [sum, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24)];
    const [nameLength, local] = [zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    expect(crc32(content)).toBe(sum);
    found[zip.toString('utf8', at + 46, at + 46 + nameLength)] = content.toString();
    at += 46 + nameLength;
  }
  return found;
}

test('the files of a record come as one archive that other programs read', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  await upload(ask, id, 'data.csv', 'a,b\n1,2\n');
  await upload(ask, id, 'dätå 1.txt', 'hello');
  await ask('POST', `/api/records/${id}/draft/actions/publish`);
  const answer = await fetch(`${zenodo.url}/api/records/${id}/files-archive`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename=${id}.zip`,
  });
  expect(unpacked(Buffer.from(await answer.arrayBuffer()))).toEqual({ 'data.csv': 'a,b\n1,2\n', 'dätå 1.txt': 'hello' });
});

test('the archive of a draft is its owner’s; one of nothing is empty', async () => {
  const { ask, zenodo } = await started();
  const id = await createDraft(ask);
  const draft = `/api/records/${id}/draft/files-archive`;
  expect((await ask('GET', draft, { as: 'nobody' })).status).toBe(403);
  const answer = await fetch(zenodo.url + draft, { headers: { authorization: `Bearer ${zenodo.tokens.owner}` } });
  expect(unpacked(Buffer.from(await answer.arrayBuffer()))).toEqual({});
});

test('a HEAD is answered for a record and refused for what is none', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  expect((await ask('HEAD', `/api/records/${id}/files-archive`, { as: 'nobody' })).status).toBe(200);
  expect((await ask('HEAD', '/api/records/999/files-archive')).status).toBe(404);
});
