import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type FileFromS3Options, fileFromS3 } from '../../src/index.ts';
import { metadata, useTarget } from '../_util/target.ts';

const target = useTarget();
const refused = (message: string) => expect.objectContaining({ code: 'configuration', message: expect.stringContaining(message) });

/** A store that speaks as much of S3 as reading an object needs: HEAD and GET with `If-Match`, errors in XML, signed requests alone. */
const objects = new Map<string, Buffer>();
const asked: string[] = [];
/** Where the next answers break off. */
const cuts: number[] = [];
let endpoint: string;
beforeAll(async () => {
  const server = createServer(({ method, url, headers }, response) => {
    const path = decodeURIComponent(new URL(url!, 'http://s3').pathname);
    asked.push(`${method} ${path}${headers.range === undefined ? '' : ` ${headers.range}`}`);
    const fail = (status: number, code: string) => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(
        method === 'HEAD'
          ? undefined
          : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
      );
    };
    const signed =
      /^AWS4-HMAC-SHA256 Credential=reader\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/;
    if (!signed.test(headers.authorization ?? '')) return fail(403, 'AccessDenied');
    const bytes = objects.get(path);
    if (!bytes) return fail(404, 'NoSuchKey');
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag) return fail(412, 'PreconditionFailed');
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, etag, ...(from > 0 && range) });
    if (method === 'HEAD') return void response.end();
    const end = cuts.shift();
    if (end === undefined) return void response.end(bytes.subarray(from));
    response.write(bytes.subarray(from, end), () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => {
    server.closeAllConnections();
    return new Promise<void>((done) => void server.close(() => done()));
  };
});

const content = Buffer.alloc(300_000, 'measured ');
beforeEach(() => {
  objects.clear();
  objects.set('/lab/raw/scan 1.bin', content);
  asked.length = 0;
  cuts.length = 0;
});

afterEach(() => vi.unstubAllEnvs());

const options = (): FileFromS3Options => ({
  endpoint,
  credentials: { accessKeyId: 'reader', secretAccessKey: 'secret' },
  allowPrivate: ['127.0.0.1'],
});
const object = { bucket: 'lab', key: 'raw/scan 1.bin' };

it('an object streams into the draft under the last part of its key', async () => {
  const source = await fileFromS3(object, options());
  expect(source).toMatchObject({ key: 'scan 1.bin', size: content.length });
  const { id } = await target.zenodo.drafts.create({ metadata });
  expect(await target.zenodo.files.upload(id, source)).toMatchObject({ status: 'completed', size: content.length });
  expect(asked).toEqual(['HEAD /lab/raw/scan 1.bin', 'GET /lab/raw/scan 1.bin']);
});

it('it is fetched anew after a cut connection', async () => {
  const source = await fileFromS3(object, options());
  const { id } = await target.zenodo.drafts.create({ metadata });
  target.standIn.faults.cutRequest({ method: 'PUT', path: /\/content$/ }, { afterBytes: 100_000 });
  await target.zenodo.files.upload(id, source);
  expect(asked.filter((one) => one.startsWith('GET'))).toHaveLength(2);
});

it('a body that breaks off is gone on with behind what came, and the whole is verified', async () => {
  cuts.push(100_000, 250_000);
  const source = await fileFromS3(object, options());
  const { id } = await target.zenodo.drafts.create({ metadata });
  const stored = await target.zenodo.files.upload(id, source);
  expect(stored.checksum).toBe(`md5:${createHash('md5').update(content).digest('hex')}`);
  expect(asked.slice(1)).toEqual(['', ' bytes=100000-', ' bytes=250000-'].map((range) => `GET /lab/raw/scan 1.bin${range}`));
});

it('an object that was replaced while it broke off is told, and its bytes are not mixed', async () => {
  cuts.push(100_000);
  const source = await fileFromS3(object, options());
  const opened = await source.open();
  const read = async () => {
    for await (const _ of opened.body as AsyncIterable<Uint8Array>)
      objects.set('/lab/raw/scan 1.bin', Buffer.alloc(content.length, 'other'));
  };
  await expect(read()).rejects.toThrow('met another object than was there a moment ago');
  await opened.close();
});

it('an object that was replaced in between is told', async () => {
  const source = await fileFromS3(object, options());
  objects.set('/lab/raw/scan 1.bin', Buffer.alloc(content.length, 'other'));
  await expect(source.open()).rejects.toThrow('met another object than was there a moment ago');
});

it('an object that is not there, and one that may not be read, are told in a sentence', async () => {
  await expect(fileFromS3({ bucket: 'lab', key: 'no.bin' }, options())).rejects.toEqual(refused('HEAD s3://lab/no.bin answers 404'));
  const wrong = { ...options(), credentials: { accessKeyId: 'nobody', secretAccessKey: 'top-secret' } };
  const failed = await fileFromS3(object, wrong).catch((error: unknown) => error);
  expect(failed).toEqual(refused('answers 403'));
  expect(String(failed)).not.toContain('top-secret');
});

it.each(['http://127.0.0.1:PORT', 'http://localhost:PORT', 'http://169.254.169.254'])(
  'a server at %s is asked only when its range is named',
  async (text) => {
    const server = text.replace('PORT', new URL(endpoint).port);
    const { allowPrivate: _, ...others } = options();
    await expect(fileFromS3(object, { ...others, endpoint: server })).rejects.toEqual(refused('Nothing is fetched from'));
    expect(asked).toEqual([]);
  },
);

it('credentials of the environment are for Amazon, and are not sent to another server', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'reader');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  const { credentials: _, ...others } = options();
  await expect(fileFromS3(object, others)).rejects.toEqual(refused('"endpoint" needs "credentials"'));
  expect(asked).toEqual([]);
});

it('an empty object is refused', async () => {
  objects.set('/lab/empty', Buffer.alloc(0));
  await expect(fileFromS3({ bucket: 'lab', key: 'empty' }, options())).rejects.toEqual(refused('is empty'));
});

it.each<[string, FileFromS3Options, string]>([
  ['an endpoint that is no address', { endpoint: 'lab' }, '"endpoint" is no http(s) address'],
  ['a range that is none', { allowPrivate: ['lab'] }, 'no range of addresses'],
])('%s is refused', async (_, wrong, message) => {
  await expect(fileFromS3(object, { ...options(), ...wrong })).rejects.toEqual(refused(message));
});
