import { describe, expect, test } from 'vitest';
import type { Ask } from './_util/client.ts';
import { deposition, depositionOf, published } from './_util/depositions.ts';
import { started } from './_util/started.ts';

const D = '/api/deposit/depositions';
const OTHERS = ['other', 'nobody'] as const;

async function bucketOf(ask: Ask): Promise<{ id: number; bucket: string }> {
  const { body } = await depositionOf(ask, 'POST', D, { json: { metadata: deposition() } });
  return { id: body.id, bucket: body.links['bucket']! };
}

function form(parts: Record<string, string | [content: string, name: string]>): { body: Blob; type: string } {
  const boundary = 'a-line-that-stands-between';
  const written = Object.entries(parts).map(([field, value]) => {
    const name = typeof value === 'string' ? '' : `; filename="${value[1]}"`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${name}\r\n\r\n${typeof value === 'string' ? value : value[0]}\r\n`;
  });
  return { body: new Blob([...written, `--${boundary}--\r\n`]), type: `multipart/form-data; boundary=${boundary}` };
}

describe('a bucket', () => {
  test('takes a file whole and shows it with its sum', async () => {
    const { ask, zenodo } = await started();
    const { id, bucket } = await bucketOf(ask);
    const put = await ask('PUT', `${bucket}/${encodeURIComponent('dätå 1.txt')}`, { body: 'hello' });
    expect(put.status).toBe(201);
    const self = `${bucket}/d%C3%A4t%C3%A5%201.txt`;
    const body = put.body as unknown as Record<string, unknown>;
    expect(body).toMatchObject({
      key: 'dätå 1.txt',
      size: 5,
      mimetype: 'text/plain',
      checksum: 'md5:5d41402abc4b2a76b9719d911017c592',
      is_head: true,
      delete_marker: false,
      links: { self, version: `${self}?version_id=${body['version_id']}`, uploads: `${self}?uploads=1` },
    });
    const { body: read } = await depositionOf(ask, 'GET', `${D}/${id}`);
    expect(read.files).toMatchObject([
      {
        filename: 'dätå 1.txt',
        filesize: 5,
        checksum: '5d41402abc4b2a76b9719d911017c592',
        links: { download: `${zenodo.url}/api/records/${id}/draft/files/d%C3%A4t%C3%A5%201.txt/content` },
      },
    ]);
  });

  test('replaces what has the name, under a new file id', async () => {
    const { ask } = await started();
    const { id, bucket } = await bucketOf(ask);
    await ask('PUT', `${bucket}/a.txt`, { body: 'hello' });
    const before = await depositionOf(ask, 'GET', `${D}/${id}`);
    await ask('PUT', `${bucket}/a.txt`, { body: 'hello, world' });
    const after = await depositionOf(ask, 'GET', `${D}/${id}`);
    expect(after.body.files).toHaveLength(1);
    expect(after.body.files[0]!.id).not.toBe(before.body.files[0]!.id);
    expect((await ask('GET', `${bucket}/a.txt`, { accept: '*/*' })).text).toBe('hello, world');
  });

  test('refuses nothing at all and keeps what was there', async () => {
    const { ask } = await started();
    const { bucket } = await bucketOf(ask);
    await ask('PUT', `${bucket}/a.txt`, { body: 'hello' });
    const empty = await ask('PUT', `${bucket}/a.txt`, { body: '' });
    expect(empty.body).toEqual({ status: 400, message: 'Empty files are not accepted.' });
    expect((await ask('GET', `${bucket}/a.txt`, { accept: '*/*' })).text).toBe('hello');
  });

  test('asks for the type of the body before anything else', async () => {
    const { ask } = await started();
    const { bucket } = await bucketOf(ask);
    for (const as of ['owner', ...OTHERS] as const)
      expect((await ask('PUT', `${bucket}/a.zip`, { body: 'x', type: 'application/zip', as })).status).toBe(415);
  });

  test('is its owner’s alone; a name with a folder is no address; an unknown bucket is not found', async () => {
    const { ask, zenodo } = await started();
    const { bucket } = await bucketOf(ask);
    for (const as of OTHERS) expect((await ask('PUT', `${bucket}/a.txt`, { body: 'x', as })).status).toBe(403);
    expect((await ask('PUT', `${bucket}/dir/a.txt`, { body: 'x' })).body.message).toMatch(/^The requested URL was not found/);
    expect((await ask('PUT', `${zenodo.url}/api/files/no-such-bucket/a.txt`, { body: 'x' })).body.message).toBe('Not found.');
    expect((await ask('GET', `${bucket}/nope.txt`, { accept: '*/*' })).status).toBe(403);
    expect((await ask('PUT', `${bucket}/${'a'.repeat(256)}`, { body: 'x' })).body.message).toBe('Filename is too long.');
  });

  test('lists its files and lets one go', async () => {
    const { ask } = await started();
    const { bucket } = await bucketOf(ask);
    await ask('PUT', `${bucket}/a.txt`, { body: 'x' });
    expect(JSON.parse((await ask('GET', bucket)).text)).toMatchObject([{ key: 'a.txt', size: 1 }]);
    expect((await ask('DELETE', `${bucket}/a.txt`)).status).toBe(204);
    expect((await ask('DELETE', `${bucket}/a.txt`)).body.message).toMatch(/has no file 'a.txt'\.$/);
  });

  test('of a published record is read by everybody and changed by nobody', async () => {
    const { ask } = await started();
    const { links } = await published(ask);
    expect((await ask('GET', `${links['bucket']}/data.csv`, { as: 'nobody', accept: '*/*' })).text).toBe('a,b\n1,2\n');
    const statuses = [
      await ask('PUT', `${links['bucket']}/data.csv`, { body: 'x' }),
      await ask('PUT', `${links['bucket']}/new.csv`, { body: 'x' }),
      await ask('DELETE', `${links['bucket']}/data.csv`),
    ].map((answer) => answer.status);
    expect(statuses).toEqual([403, 404, 403]);
  });

  test('keeps nothing of an upload that breaks off', async () => {
    const { ask, zenodo } = await started();
    const { id, bucket } = await bucketOf(ask);
    zenodo.faults.cutRequest({ method: 'PUT' }, { afterBytes: 2 });
    await expect(ask('PUT', `${bucket}/a.txt`, { body: 'hello' })).rejects.toThrow();
    expect((await depositionOf(ask, 'GET', `${D}/${id}`)).body.files).toEqual([]);
    expect((await ask('PUT', `${bucket}/a.txt`, { body: 'hello' })).status).toBe(201);
  });

  test('holds a hundred files', async () => {
    const { ask } = await started();
    const { id, bucket } = await bucketOf(ask);
    const keys = Array.from({ length: 100 }, (_, at) => ({ key: `f${at}` }));
    await ask('POST', `/api/records/${id}/draft/files`, { json: keys });
    const { body } = await ask('PUT', `${bucket}/one-more`, { body: 'x' });
    expect(body.errors).toEqual([
      { field: 'files', messages: ['Uploading selected files will result in exceeding the max amount per record.'] },
    ]);
    expect((await ask('PUT', `${bucket}/f0`, { body: 'x' })).status).toBe(201);
  });
});

describe('a form', () => {
  test('uploads a file under the name it says, made safe', async () => {
    const { ask } = await started();
    const { id } = await bucketOf(ask);
    const sent = await ask('POST', `${D}/${id}/files`, form({ file: ['a,b\n', 'original.csv'], name: '../my dätä.csv' }));
    expect(sent).toMatchObject({
      status: 201,
      body: { filename: 'my_data.csv', filesize: 4, checksum: 'f69f5b72bc79a92dc70c63c9aa142e36' },
    });
    const own = await ask('POST', `${D}/${id}/files`, form({ file: ['x', 'own name.csv'] }));
    expect(own).toMatchObject({ status: 201, body: { filename: 'own_name.csv' } });
  });

  test('uploads no name twice', async () => {
    const { ask } = await started();
    const { id } = await bucketOf(ask);
    const upload = () => ask('POST', `${D}/${id}/files`, form({ name: 'a.csv', file: ['x', 'a.csv'] }));
    await upload();
    expect((await upload()).body).toEqual({ status: 400, message: 'File with key a.csv already exists.' });
  });

  test.each([
    ['that is JSON', { json: { name: 'x' } }],
    ['without a file', form({ name: 'a.csv' })],
    ['that is cut off', { body: '--line\r\nContent-Disp', type: 'multipart/form-data; boundary=line' }],
    ['without a boundary', { body: 'x', type: 'multipart/form-data' }],
  ])('%s is not understood', async (_, sent) => {
    const { ask } = await started();
    const { id } = await bucketOf(ask);
    const { status, body } = await ask('POST', `${D}/${id}/files`, sent);
    expect([status, body.message]).toEqual([400, 'The browser (or proxy) sent a request that this server could not understand.']);
  });

  test('for a published deposition finds no draft, and for an open edit a locked bucket', async () => {
    const { ask } = await started();
    const { id } = await published(ask);
    const upload = () => ask('POST', `${D}/${id}/files`, form({ file: ['x', 'a.csv'] }));
    expect((await upload()).status).toBe(404);
    await ask('POST', `${D}/${id}/actions/edit`);
    expect((await upload()).status).toBe(403);
  });
});

describe('the files of a deposition', () => {
  test('are read and deleted by id, and neither renamed nor sorted', async () => {
    const { ask } = await started();
    const { id, bucket } = await bucketOf(ask);
    await ask('PUT', `${bucket}/a.txt`, { body: 'hello' });
    const { body } = await depositionOf(ask, 'GET', `${D}/${id}`);
    const file = `${D}/${id}/files/${body.files[0]!.id}`;
    expect((await ask('GET', file)).body).toEqual(body.files[0]);
    expect((await ask('PUT', file, { json: { filename: 'b.txt' } })).status).toBe(405);
    expect((await ask('PUT', `${D}/${id}/files`, { json: [] })).status).toBe(405);
    for (const as of OTHERS) expect((await ask('DELETE', file, { as })).status).toBe(403);
    expect((await ask('DELETE', file)).status).toBe(204);
    expect((await ask('DELETE', file)).body.message).toBe(`Record '${id}' has no file 'a.txt'.`);
    expect((await ask('GET', file)).status).toBe(403);
    expect((await ask('DELETE', `${D}/${id}/files/no-such-id`)).body.message).toMatch(/^The requested URL was not found/);
  });

  test('of a published one are downloaded from the record and stay', async () => {
    const { ask, zenodo } = await started();
    const { id, files } = await published(ask);
    const { text } = await ask('GET', `${D}/${id}/files`, { as: 'nobody' });
    expect(JSON.parse(text)).toMatchObject([{ links: { download: `${zenodo.url}/api/records/${id}/files/data.csv/content` } }]);
    expect((await ask('DELETE', `${D}/${id}/files/${files[0]!.id}`)).status).toBe(403);
  });

  test('that still wait for their bytes are not shown', async () => {
    const { ask } = await started();
    const { id } = await bucketOf(ask);
    await ask('POST', `/api/records/${id}/draft/files`, { json: [{ key: 'pending.txt' }] });
    expect((await depositionOf(ask, 'GET', `${D}/${id}`)).body.files).toEqual([]);
  });
});
