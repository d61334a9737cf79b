import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type FileFromUrlOptions, type FileSource, fileFromUrl } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const content = Buffer.alloc(300_000, 'measured ');
/** The server of these tests is on this machine, which has to be allowed. */
const allowPrivate = ['127.0.0.1'];

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

async function serve(listener: RequestListener): Promise<{ url: string; port: number; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method!, url: request.url!, authorization: request.headers.authorization });
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => void server.close(() => done()));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

const wholeFile: RequestListener = ({ method }, response) => {
  response.writeHead(200, { 'content-length': content.length, etag: '"one"' });
  response.end(method === 'HEAD' ? undefined : content);
};

async function uploaded(source: FileSource) {
  const { id } = await target.zenodo.drafts.create({ metadata });
  return target.zenodo.files.upload(id, source);
}

const refused = (message: string) => expect.objectContaining({ code: 'configuration', message: expect.stringContaining(message) });

it('a file from a URL streams into the draft under its name', async () => {
  const { url, asked } = await serve(wholeFile);
  const source = await fileFromUrl(`${url}/raw/scan%201.bin?signature=secret`, { allowPrivate });
  expect(source).toMatchObject({ key: 'scan 1.bin', size: content.length });
  expect(await uploaded(source)).toMatchObject({ status: 'completed', size: content.length });
  expect(asked.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
});

it('without HEAD the head of a GET is enough', async () => {
  const { url } = await serve((request, response) =>
    request.method === 'HEAD' ? void response.writeHead(405).end() : wholeFile(request, response),
  );
  expect(await fileFromUrl(`${url}/a.bin`, { allowPrivate })).toMatchObject({ size: content.length });
});

it('of unknown length it is spooled if that is wished, and refused otherwise', async () => {
  const { url } = await serve(({ method }, response) => void response.writeHead(200).end(method === 'HEAD' ? undefined : content));
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await expect(fileFromUrl(`${url}/a.bin`, { allowPrivate })).rejects.toEqual(refused('give "spool: true"'));
  const source = await fileFromUrl(`${url}/a.bin`, { allowPrivate, spool: { folder } });
  expect(await uploaded(source)).toMatchObject({ size: content.length });
  await source.dispose();
  expect(await readdir(folder)).toEqual([]);
});

it('that is another file by the time it is sent is told', async () => {
  let etag = '"one"';
  const { url } = await serve(({ method }, response) => {
    response.writeHead(200, { 'content-length': content.length, etag });
    response.end(method === 'HEAD' ? undefined : content);
  });
  const source = await fileFromUrl(`${url}/a.bin`, { allowPrivate });
  etag = '"two"';
  await expect(uploaded(source)).rejects.toThrow('is another file than it was a moment ago');
});

it('E-07 redirects are followed, and headers stay with the origin they were given for', async () => {
  const { url: elsewhere, asked } = await serve(wholeFile);
  const first = await serve((_, response) => void response.writeHead(302, { location: `${elsewhere}/b.bin` }).end());
  await fileFromUrl(`${first.url}/a.bin`, { allowPrivate, headers: { authorization: 'Basic secret' } });
  expect(first.asked.map(({ authorization }) => authorization)).toEqual(['Basic secret']);
  expect(asked).toEqual([{ method: 'HEAD', url: '/b.bin', authorization: undefined }]);
});

it('E-07 a redirect to a place that is not public is not followed', async () => {
  const { url } = await serve((_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end());
  await expect(fileFromUrl(`${url}/a.bin`, { allowPrivate })).rejects.toEqual(refused('own services'));
});

it('E-07 redirects without end are given up', async () => {
  const { url, asked } = await serve(({ url: at }, response) => void response.writeHead(302, { location: `${at}x` }).end());
  await expect(fileFromUrl(`${url}/a`, { allowPrivate })).rejects.toEqual(refused('more than 3 times'));
  expect(asked).toHaveLength(4);
});

it.each([
  ['http://127.0.0.1:PORT/a', 'not a public address'],
  ['http://2130706433:PORT/a', 'not a public address'],
  ['http://0x7f.1:PORT/a', 'not a public address'],
  ['http://[::1]:PORT/a', 'not a public address'],
  ['http://[::ffff:127.0.0.1]:PORT/a', 'not a public address'],
  ['http://localhost:PORT/a', 'not a public address'],
  ['http://169.254.169.254/a', 'own services'],
  ['file:///etc/passwd', 'is not fetched'],
  ['ftp://example.org/a', 'is not fetched'],
  ['http://user:password@example.org/a', 'has a user or password'],
  ['http://example.org:25/a', 'port 25'],
  ['http://example.org/', 'has no name in it'],
  ['data.csv', 'is no URL'],
])('%s is refused, and nobody is asked', async (address, message) => {
  const { port, asked } = await serve(wholeFile);
  const failed = await fileFromUrl(address.replace('PORT', String(port))).catch((error: unknown) => error);
  expect(failed).toEqual(refused(message));
  expect(String(failed)).not.toContain('password@');
  expect(asked).toEqual([]);
});

it.each<[number, string, object]>([
  [404, 'a 404', { code: 'configuration', message: expect.stringContaining('/a.bin answers 404') }],
  [500, 'a 500', { code: 'connection', message: expect.stringContaining('answered 500') }],
])('an answer of %i tells %s without the query', async (status, _, error) => {
  const { url } = await serve((_request, response) => void response.writeHead(status).end());
  const failed = await fileFromUrl(`${url}/a.bin?signature=secret`, { allowPrivate } satisfies FileFromUrlOptions).catch(
    (thrown: unknown) => thrown,
  );
  expect(failed).toMatchObject(error);
  expect(String(failed)).not.toContain('secret');
});

it('after a break the rest of the same file is asked for', async () => {
  const { url, asked } = await serve(({ method, headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const range = `bytes ${from}-${content.length - 1}/${content.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': content.length - from,
      etag: '"one"',
      ...(from > 0 && { 'content-range': range }),
    });
    if (method === 'HEAD' || from > 0) response.end(content.subarray(from));
    else response.write(content.subarray(0, 100_000), () => response.destroy());
  });
  const stored = await uploaded(await fileFromUrl(`${url}/a.bin`, { allowPrivate }));
  expect(stored.checksum).toBe(`md5:${createHash('md5').update(content).digest('hex')}`);
  expect(asked).toHaveLength(3);
});

it.each<[string, (range: string | undefined) => Record<string, string | number>]>([
  ['has no ETag', () => ({})],
  ['knows no ranges', () => ({ etag: '"one"' })],
  ['has another file by now', (range) => ({ etag: range === undefined ? '"one"' : '"two"' })],
])('a file that breaks off at a server that %s is told by its address', async (_, headers) => {
  const { url } = await serve(({ method, headers: { range } }, response) => {
    response.writeHead(200, { 'content-length': content.length, ...headers(range) });
    if (method === 'HEAD') response.end();
    else response.write(content.subarray(0, 1000), () => response.destroy());
  });
  const source = await fileFromUrl(`${url}/a.bin?signature=secret`, { allowPrivate });
  const failed = await uploaded(source).catch((error: unknown) => error);
  expect(String(failed)).toMatch(/\/a\.bin broke off after \d+ (of 300000 )?bytes.*Deposit it again\.$/);
});
