import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDraft, metadata, publishedRecord, upload } from './_util/client.ts';
import { started } from './_util/started.ts';

const octets = 'application/octet-stream';
const md5 = (text: string) => `md5:${createHash('md5').update(text).digest('hex')}`;

describe('uploading', () => {
  test('a file is pending until it is committed, which answers its size and MD5', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    const start = await ask('POST', files, { json: [{ key: 'a.txt' }] });
    expect(start.status).toBe(201);
    expect(start.body.entries).toMatchObject([{ key: 'a.txt', status: 'pending', metadata: null, transfer: { type: 'L' } }]);
    const content = await ask('PUT', `${files}/a.txt/content`, { body: 'hello', type: octets });
    expect(content.status).toBe(200);
    expect(content.body).toMatchObject({ status: 'pending' });
    expect(content.body.checksum).toBeUndefined();
    const commit = await ask('POST', `${files}/a.txt/commit`);
    expect(commit.body).toMatchObject({ status: 'completed', size: 5, checksum: md5('hello'), mimetype: 'text/plain' });
  });

  test('many files start in one call; a name twice is refused', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    const { body } = await ask('POST', files, { json: [{ key: 'a' }, { key: 'b' }, { key: 'dir/c' }] });
    expect(body.entries.map((file) => file.key)).toEqual(['a', 'b', 'dir/c']);
    const again = await ask('POST', files, { json: [{ key: 'd' }, { key: 'a' }] });
    expect([again.status, again.body.message]).toEqual([400, 'File with key a already exists.']);
    expect((await ask('GET', files)).body.entries).toHaveLength(3);
  });

  test('content may be sent again until the commit, and the last one counts', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    await ask('POST', files, { json: [{ key: 'a' }] });
    await ask('PUT', `${files}/a/content`, { body: 'first', type: octets });
    await ask('PUT', `${files}/a/content`, { body: 'second' });
    expect((await ask('POST', `${files}/a/commit`)).body.checksum).toBe(md5('second'));
    expect((await ask('POST', `${files}/a/commit`)).status).toBe(200);
  });

  test('content after the commit answers 200 with errors, and the file is gone', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    await upload(ask, id, 'a');
    const after = await ask('PUT', `/api/records/${id}/draft/files/a/content`, { body: 'x', type: octets });
    expect(after.status).toBe(200);
    expect(after.body.errors).toBe('File upload transfer failed.');
    expect((await ask('GET', `/api/records/${id}/draft/files`)).body.entries).toEqual([]);
  });

  test('an empty file is refused, and stays pending', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    await ask('POST', files, { json: [{ key: 'a' }] });
    const empty = await ask('PUT', `${files}/a/content`, { body: '', type: octets });
    expect([empty.status, empty.body.message]).toEqual([400, 'Empty files are not accepted.']);
    expect((await ask('GET', `${files}/a`)).body).toMatchObject({ status: 'pending' });
  });

  test('the 101st file is refused', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    const keys = (count: number, prefix: string) => Array.from({ length: count }, (_, at) => ({ key: `${prefix}${at}` }));
    expect((await ask('POST', files, { json: keys(100, 'a') })).status).toBe(201);
    expect((await ask('POST', files, { json: keys(1, 'b') })).status).toBe(400);
  });

  test.each([
    [{ key: 'z' }, '0._schema', 'Invalid input type.'],
    [[{ key: 'r', transfer: { type: 'F', url: 'https://example.org/r' } }], '0.transfer.url', 'Domain not allowed'],
  ])('starting %j is refused at %s', async (json, field, message) => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const { status, body } = await ask('POST', `/api/records/${id}/draft/files`, { json });
    expect([status, body.errors]).toEqual([400, [{ field, messages: [message] }]]);
  });

  test('an upload in parts is started and shows its parts, but may not be filled', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    const transfer = { type: 'M', parts: 2, part_size: 5_242_880 };
    const { status, body } = await ask('POST', files, { json: [{ key: 'm.bin', size: 10_485_760, transfer }] });
    expect(status).toBe(201);
    expect(body.entries).toMatchObject([
      { status: 'pending', size: 10_485_760, checksum: null, links: { parts: [{ part: 1 }, { part: 2 }] } },
    ]);
    expect((await ask('PUT', `${files}/m.bin/content`, { body: 'x' })).status).toBe(403);
    expect((await ask('POST', files, { json: [{ key: 'n', transfer }] })).status).toBe(400);
  });

  test('an unknown file is named in the refusal', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    const { body } = await ask('PUT', `/api/records/${id}/draft/files/nope/content`, { body: 'x', type: octets });
    expect(body).toEqual({ status: 404, message: `Record '${id}' has no file 'nope'.` });
  });

  test('another user may not send content', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    await ask('POST', `/api/records/${id}/draft/files`, { json: [{ key: 'a' }] });
    expect((await ask('PUT', `/api/records/${id}/draft/files/a/content`, { body: 'x', as: 'other' })).status).toBe(403);
  });

  test('files go one by one or all at once, and their bytes with them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { ask } = await started({ folder });
    const id = await createDraft(ask);
    for (const key of ['a', 'b', 'c']) await upload(ask, id, key, key);
    expect(readdirSync(path.join(folder, 'files'))).toHaveLength(3);
    expect((await ask('DELETE', `/api/records/${id}/draft/files/a`)).status).toBe(204);
    expect((await ask('DELETE', `/api/records/${id}/draft/files/a`)).status).toBe(404);
    expect((await ask('DELETE', `/api/records/${id}/draft/files`)).status).toBe(204);
    expect((await ask('GET', `/api/records/${id}/draft/files`)).body.entries).toEqual([]);
    expect(readdirSync(path.join(folder, 'files'))).toEqual([]);
  });

  test('an upload that the client breaks off leaves the file pending and nothing on the disk', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { ask, zenodo } = await started({ folder });
    const id = await createDraft(ask);
    const files = `/api/records/${id}/draft/files`;
    await ask('POST', files, { json: [{ key: 'a' }] });
    const upload = request(`${zenodo.url}${files}/a/content`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${zenodo.tokens.owner}`, 'content-length': '1000000' },
    });
    upload.on('error', () => {});
    await new Promise<void>((sent) => upload.write(Buffer.alloc(5000), () => sent()));
    upload.destroy();
    await expect.poll(() => zenodo.calls.at(-1)).toMatchObject({ method: 'PUT', status: 0 });
    expect((await ask('GET', `${files}/a`)).body).toMatchObject({ status: 'pending' });
    await expect.poll(() => readdirSync(path.join(folder, 'files'))).toEqual([]);
    await ask('PUT', `${files}/a/content`, { body: 'whole' });
    expect((await ask('POST', `${files}/a/commit`)).body.size).toBe(5);
  });
});

describe('downloading', () => {
  test('a record gives its bytes to everybody, with checksum and name', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { status, text, headers } = await ask('GET', `/api/records/${id}/files/data.csv/content`, { as: 'nobody', accept: '*/*' });
    expect([status, text]).toEqual([200, 'a,b\n1,2\n']);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename=data.csv');
    expect(headers.get('etag')).toBe(`"${md5('a,b\n1,2\n')}"`);
  });

  test('a range is answered with 206, one beyond the end with 416', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const content = `/api/records/${id}/files/data.csv/content`;
    const part = await ask('GET', content, { accept: '*/*', headers: { range: 'bytes=2-4' } });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'b\n1', 'bytes 2-4/8']);
    const tail = await ask('GET', content, { accept: '*/*', headers: { range: 'bytes=-2' } });
    expect([tail.status, tail.text]).toEqual([206, '2\n']);
    expect((await ask('GET', content, { accept: '*/*', headers: { range: 'bytes=8-' } })).status).toBe(416);
  });

  test('HEAD answers the headers without the bytes', async () => {
    const { ask } = await started();
    const id = await publishedRecord(ask);
    const { status, text, headers } = await ask('HEAD', `/api/records/${id}/files/data.csv/content`, { accept: '*/*' });
    expect([status, text, headers.get('content-length')]).toEqual([200, '', '8']);
  });

  test('files of a draft are read by its owner alone', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    await upload(ask, id);
    const content = `/api/records/${id}/draft/files/data.csv/content`;
    expect((await ask('GET', content, { accept: '*/*' })).text).toBe('a,b\n1,2\n');
    expect((await ask('GET', content, { accept: '*/*', as: 'other' })).status).toBe(403);
  });

  test('restricted files are denied to others', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', {
      json: { access: { record: 'public', files: 'restricted' }, metadata: metadata() },
    });
    await upload(ask, body.id);
    await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
    const content = `/api/records/${body.id}/files/data.csv/content`;
    expect((await ask('GET', content, { accept: '*/*', as: 'other' })).status).toBe(403);
    expect((await ask('GET', content, { accept: '*/*' })).status).toBe(200);
  });

  test('restricted files show not even their number to others', async () => {
    const { ask } = await started();
    const { body } = await ask('POST', '/api/records', {
      json: { access: { record: 'public', files: 'restricted' }, metadata: metadata() },
    });
    await upload(ask, body.id);
    await ask('POST', `/api/records/${body.id}/draft/actions/publish`);
    for (const as of ['other', 'nobody'] as const) {
      expect((await ask('GET', `/api/records/${body.id}`, { as })).body.files).toEqual({ enabled: true });
      expect((await ask('GET', `/api/records/${body.id}`, { as, accept: '*/*' })).body.files).toEqual([]);
      expect((await ask('GET', '/api/records', { as })).text).not.toContain('csv');
    }
    expect((await ask('GET', `/api/records/${body.id}`)).body.files.count).toBe(1);
  });

  test('a key with a slash and a space is one file', async () => {
    const { ask } = await started();
    const id = await createDraft(ask);
    await upload(ask, id, 'run 1/scan.xy', 'x');
    const { body } = await ask('GET', `/api/records/${id}/draft/files/run%201/scan.xy`);
    expect(body).toMatchObject({ key: 'run 1/scan.xy', size: 1 });
    expect((await ask('GET', body.links['content'] ?? '', { accept: '*/*' })).text).toBe('x');
  });
});

test('an edit of a published record starts a further file and takes no bytes for it', async () => {
  const { ask } = await started();
  const id = await publishedRecord(ask);
  await ask('POST', `/api/records/${id}/draft`);
  const files = `/api/records/${id}/draft/files`;
  expect((await ask('POST', files, { json: [{ key: 'late.csv' }] })).status).toBe(201);
  const { status, body } = await ask('PUT', `${files}/late.csv/content`, { body: 'x' });
  expect([status, body.message]).toEqual([403, 'Bucket is locked for modifications.']);
});
