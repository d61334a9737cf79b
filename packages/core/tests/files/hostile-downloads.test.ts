import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { type DownloadOptions, Zenodo } from '../../src/index.ts';

/** What no stand-in of Zenodo would answer: lists and contents of a server that lies, or of somebody in between. */
interface Lies {
  readonly entries: readonly { readonly key: string; readonly size?: number; readonly checksum?: string }[];
  readonly content?: (request: IncomingMessage, response: ServerResponse) => void;
}

const content = Buffer.from('measured at 300 K');
const checksum = `md5:${createHash('md5').update(content).digest('hex')}`;
const entry = (key: string) => ({ key, size: content.length, checksum, status: 'completed' });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function fetchFrom({ entries, content: answer }: Lies, options: Partial<DownloadOptions> = {}) {
  let contents = 0;
  const server = createServer((request, response) => {
    if (request.url!.endsWith('/files'))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ enabled: true, entries }));
    else {
      contents += 1;
      if (answer) answer(request, response);
      else response.end(content);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => void server.close(() => done()));
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const zenodo = new Zenodo({ baseUrl, dataciteUrl: baseUrl, random: () => 0 });
  const done = await zenodo.download('1', { to: join(folder, 'to'), ...options }).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  return { ...done, contents: () => contents };
}

it.each(['../../outside.txt', '/tmp/outside.txt', 'a/../../outside.txt', '..', 'a\\..\\outside.txt', '.part/\0'])(
  'a key that leads out is refused, and nothing is fetched: %j',
  async (key) => {
    const { error, contents } = await fetchFrom({ entries: [entry('a.txt'), entry(key)] });
    expect(error).toMatchObject({ code: 'configuration' });
    expect(contents()).toBe(0);
  },
);

it('more bytes than the list says are not written', async () => {
  const { error } = await fetchFrom({ entries: [entry('a.txt')], content: (_, response) => void response.end(Buffer.alloc(1_000_000)) });
  expect(String(error)).toContain('more than the 17 bytes');
  expect((await readFile(join(folder, 'to', (await readdir(join(folder, 'to')))[0]!))).length).toBeLessThanOrEqual(content.length);
});

it('fewer bytes than the list says, whole by their own length, are no file', async () => {
  const received: number[] = [];
  const onProgress: DownloadOptions['onProgress'] = ({ receivedBytes }) => received.push(receivedBytes);
  const { error } = await fetchFrom({ entries: [entry('a.txt')], content: (_, response) => void response.end('measured') }, { onProgress });
  expect(error).toMatchObject({ code: 'checksum', reason: 'received' });
  expect(received).toEqual([0, 8, 0, 8, 0]);
  expect(await readdir(join(folder, 'to'))).toEqual([]);
});

it('another range than was asked for is not taken for the rest', async () => {
  const { error } = await fetchFrom({
    entries: [entry('a.txt')],
    content: ({ headers }, response) => {
      if (headers.range === undefined)
        response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 5), () => response.destroy());
      else response.writeHead(206, { 'content-range': 'bytes 0-16/17', 'content-length': 17 }).end(content);
    },
  });
  expect(error).toMatchObject({ code: 'reply_shape' });
});

it('a part that somebody else filled with other bytes is noticed, and the file fetched anew', async () => {
  const name = `.${createHash('sha256').update('a.txt').digest('hex').slice(0, 12)}-${checksum.slice(4)}.part`;
  await mkdir(join(folder, 'to'));
  await writeFile(join(folder, 'to', name), 'MEASURED');
  const { value } = await fetchFrom({ entries: [entry('a.txt')] });
  expect(value?.files).toMatchObject([{ status: 'downloaded' }]);
  expect(await readFile(join(folder, 'to/a.txt'))).toEqual(content);
});

it('a part that is a link to another file is not written through', async () => {
  const name = `.${createHash('sha256').update('a.txt').digest('hex').slice(0, 12)}-${checksum.slice(4)}.part`;
  await mkdir(join(folder, 'to'));
  await writeFile(join(folder, 'victim'), 'mine');
  await symlink(join(folder, 'victim'), join(folder, 'to', name));
  const { error } = await fetchFrom({ entries: [entry('a.txt')] });
  expect(error).toBeInstanceOf(Error);
  expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('mine');
});

it('a file without size or MD5 in the list cannot be verified and is refused', async () => {
  const { error } = await fetchFrom({ entries: [{ key: 'a.txt', size: 17, checksum: 'multipart:abc-5' }] });
  expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining('cannot be verified') });
});

it('the same file is not fetched twice at once', async () => {
  const slow = (_: IncomingMessage, response: ServerResponse) => void setTimeout(() => response.end(content), 1_000);
  const [first, second] = await Promise.all([
    fetchFrom({ entries: [entry('a.txt')], content: slow }),
    fetchFrom({ entries: [entry('a.txt')], content: slow }),
  ]);
  const failed = [first, second].filter(({ error }) => error !== undefined);
  expect(failed).toMatchObject([{ error: { code: 'configuration', message: expect.stringContaining('is being downloaded already') } }]);
  expect(await readFile(join(folder, 'to/a.txt'))).toEqual(content);
});
