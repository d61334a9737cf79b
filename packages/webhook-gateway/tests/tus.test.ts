import { createHash, randomBytes } from 'node:crypto';
import { link, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import * as tus from 'tus-js-client';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../src/index.ts';
import { type Answer, client } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { until } from './_util/subscriber.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const metadata = (name = 'a.xy', dataset = 'S-1'): string => `filename ${base64(name)},dataset ${base64(dataset)}`;
const version = { 'tus-resumable': '1.0.0' };
const nothing = { inbox: 0, jobs: 0, events: 0, spool: 0 };

type Headers = Readonly<Record<string, string>>;
const create = (world: World, size: number, more: Headers = {}): Promise<Answer> =>
  world.send.call('POST', '/in/xrd/tus', undefined, { ...version, 'upload-length': String(size), 'upload-metadata': metadata(), ...more });
const call = (world: World, method: 'HEAD' | 'PATCH' | 'DELETE', url: string, headers: Headers = {}, body?: Buffer): Promise<Answer> =>
  world.send.call(method as 'HEAD', url, body, {
    ...version,
    ...(method === 'PATCH' && { 'content-type': 'application/offset+octet-stream' }),
    ...headers,
  });
const opened = async (world: World, size: number): Promise<string> => String((await create(world, size)).headers['location']);

it('tus-js-client sends a file in pieces, and it becomes a record', async () => {
  const world = await startWorld();
  const bytes = randomBytes(700_000);
  const job = await new Promise<string>((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      endpoint: `${world.gateway.url}/in/xrd/tus`,
      chunkSize: 200_000,
      headers: { authorization: `Bearer ${world.send.token}` },
      metadata: { filename: 'scan.xy', dataset: 'S-1', operator: 'MC' },
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve(String(lastResponse.getHeader('gateway-job'))),
    });
    upload.start();
  });
  const done = await world.send.untilState(String(job.split('/').at(-1)), 'published', 'findable');
  expect(done['files']).toMatchObject([{ name: 'scan.xy', size: 700_000, sha256: createHash('sha256').update(bytes).digest('hex') }]);
  expect((await readdir(`${world.config.folder}/spool-tus`)).filter((name) => !name.endsWith('.json'))).toEqual([]);
});

it('what came before a restart is not sent again', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const bytes = randomBytes(200_000);
  const location = await opened(world, bytes.length);
  await call(world, 'PATCH', location, { 'upload-offset': '0' }, bytes.subarray(0, 120_000));
  await world.gateway.close();
  const gateway = await startGateway(world.config);
  const again = { ...world, send: client(gateway.url, world.send.token) };
  const path = `${gateway.url}${new URL(location).pathname}`;
  expect((await call(again, 'HEAD', path)).headers['upload-offset']).toBe('120000');
  const last = await call(again, 'PATCH', path, { 'upload-offset': '120000' }, bytes.subarray(120_000));
  expect(last.status).toBe(204);
  const job = await again.send.job(String(last.headers['gateway-job']).split('/').at(-1) ?? '');
  expect(job['files']).toEqual([expect.objectContaining({ sha256: createHash('sha256').update(bytes).digest('hex') })]);
  await gateway.close();
});

const slowLimits = { deposits: { run: false }, limits: { paceWindowMs: 1_500, paceBytes: 1_000 } };

/** The beginning of a request on a connection that stays open; answers what comes back first. */
function beginAndStall(world: World, head: string, body: Buffer): Promise<string> {
  const { hostname, port } = new URL(world.gateway.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(`${head}Host: gw\r\nAuthorization: Bearer ${world.send.token}\r\nTus-Resumable: 1.0.0\r\n\r\n`);
  socket.write(body);
  let text = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject).on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.endsWith('}')) resolve(text);
    });
  });
}
const offsetHead = 'Content-Type: application/offset+octet-stream\r\n';

it('H-05 a piece that stands still is ended, and what came of it is kept', async () => {
  const world = await startWorld(slowLimits);
  const bytes = randomBytes(100_000);
  const location = await opened(world, bytes.length);
  const head = `PATCH ${new URL(location).pathname} HTTP/1.1\r\nContent-Length: 100000\r\nUpload-Offset: 0\r\n${offsetHead}`;
  const answer = await beginAndStall(world, head, bytes.subarray(0, 60_000));
  expect(answer).toMatch(/^HTTP\/1\.1 503 .*connection: close\r\n.*problem:slow-piece/is);
  const [, offset = ''] = /upload-offset: (\d+)/i.exec(answer) ?? [];
  expect((await call(world, 'HEAD', location)).headers['upload-offset']).toBe(offset);
  const last = await call(world, 'PATCH', location, { 'upload-offset': offset }, bytes.subarray(Number(offset)));
  const job = await world.send.job(String(last.headers['gateway-job']).split('/').at(-1) ?? '');
  expect(job['files']).toEqual([expect.objectContaining({ sha256: createHash('sha256').update(bytes).digest('hex') })]);
});

it('H-05 an upload that stands still while it is opened has its address in the refusal', async () => {
  const world = await startWorld(slowLimits);
  const head = `POST /in/xrd/tus HTTP/1.1\r\nContent-Length: 5000\r\nUpload-Length: 9000\r\nUpload-Metadata: ${metadata()}\r\n${offsetHead}`;
  const answer = await beginAndStall(world, head, Buffer.alloc(2_000));
  const [, location = ''] = /location: (\S+)/i.exec(answer) ?? [];
  const [, offset = ''] = /upload-offset: (\d+)/i.exec(answer) ?? [];
  expect((await call(world, 'HEAD', location)).headers).toMatchObject({ 'upload-offset': offset, 'upload-length': '9000' });
});

it('H-05 of a piece with a checksum that stands still nothing is kept', async () => {
  const world = await startWorld(slowLimits);
  const location = await opened(world, 5_000);
  const sum = `Upload-Checksum: sha256 ${createHash('sha256').update('x').digest('base64')}\r\n`;
  const head = `PATCH ${new URL(location).pathname} HTTP/1.1\r\nContent-Length: 5000\r\nUpload-Offset: 0\r\n${sum}${offsetHead}`;
  expect(await beginAndStall(world, head, Buffer.alloc(2_000))).toContain('nothing of the piece was kept');
  expect((await call(world, 'HEAD', location)).headers['upload-offset']).toBe('0');
});

it('an answer that was lost is found again, and doubles nothing', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const location = await opened(world, 5);
  await call(world, 'PATCH', location, { 'upload-offset': '0' }, Buffer.from('bytes'));
  expect((await call(world, 'HEAD', location)).headers).toMatchObject({ 'upload-offset': '5', 'upload-length': '5' });
  expect((await call(world, 'PATCH', location, { 'upload-offset': '5' }, Buffer.alloc(0))).status).toBe(204);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('an upload that was whole when the gateway was killed is taken in by the next start', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const folder = `${world.config.folder}/spool-tus`;
  const location = await opened(world, 100_000);
  await call(world, 'PATCH', location, { 'upload-offset': '0' }, randomBytes(60_000));
  await world.gateway.close();
  // As after a crash between the last byte and the transaction.
  const { appendFile } = await import('node:fs/promises');
  await appendFile(`${folder}/${location.split('/').at(-1)}`, randomBytes(40_000));
  const gateway = await startGateway(world.config);
  await until(async () => (await keptIn(world.config.folder)).inbox === 1, 'it was taken in');
  await gateway.close();
});

it('H-16 a wrong checksum throws the piece away and nothing else', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const location = await opened(world, 6);
  const sum = (text: string): Headers => ({ 'upload-checksum': `sha256 ${createHash('sha256').update(text).digest('base64')}` });
  expect((await call(world, 'PATCH', location, { 'upload-offset': '0', ...sum('abc') }, Buffer.from('abc'))).status).toBe(204);
  expect(await call(world, 'PATCH', location, { 'upload-offset': '3', ...sum('def') }, Buffer.from('dxf'))).toMatchObject({
    status: 460,
    json: { type: 'urn:zenodo-connect:problem:checksum-mismatch' },
  });
  expect((await call(world, 'HEAD', location)).headers['upload-offset']).toBe('3');
  const last = await call(world, 'PATCH', location, { 'upload-offset': '3', ...sum('def') }, Buffer.from('def'));
  const job = await world.send.job(String(last.headers['gateway-job']).split('/').at(-1) ?? '');
  expect(job['files']).toEqual([expect.objectContaining({ sha256: createHash('sha256').update('abcdef').digest('hex') })]);
  expect((await call(world, 'PATCH', location, { 'upload-offset': '6', 'upload-checksum': 'crc32 AAAA' }, Buffer.alloc(0))).status).toBe(
    400,
  );
});

it('H-16 a jump, a change of length, and more than was announced are refused', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const location = await opened(world, 6);
  expect(await call(world, 'PATCH', location, { 'upload-offset': '4' }, Buffer.from('x'))).toMatchObject({
    status: 409,
    json: { type: 'urn:zenodo-connect:problem:upload-conflict' },
  });
  expect((await call(world, 'PATCH', location, { 'upload-offset': '0', 'upload-length': '9' }, Buffer.from('x'))).status).toBe(400);
  expect((await call(world, 'PATCH', location, { 'upload-offset': '0' }, Buffer.from('1234567'))).status).toBe(413);
  expect(await keptIn(world.config.folder)).toEqual(nothing);
});

it('H-16 the upload of another route and ids that are paths do not exist', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const location = await opened(world, 6);
  const id = location.split('/').at(-1) ?? '';
  const other = { ...world, send: client(world.gateway.url, await world.gateway.addToken('drafts')) };
  expect((await call(other, 'HEAD', `/in/drafts/tus/${id}`)).status).toBe(404);
  expect((await call(other, 'HEAD', `/in/xrd/tus/${id}`)).status).toBe(404);
  expect((await call({ ...world, send: client(world.gateway.url, undefined) }, 'HEAD', `/in/xrd/tus/${id}`)).status).toBe(401);
  for (const path of ['..%2f..%2fetc%2fpasswd', '%2e%2e', `${id}.json`, '0'.repeat(32)])
    expect((await call(world, 'DELETE', `/in/xrd/tus/${path}`)).status).toBe(404);
  expect((await call(world, 'HEAD', location)).status).toBe(200);
});

it.each([
  ['no length', 400, { 'upload-length': undefined }],
  ['a length that is none', 400, { 'upload-length': 'x' }],
  ['no bytes', 400, { 'upload-length': '0' }],
  ['more than the limit', 413, { 'upload-length': '999999999999999' }],
  ['no file name', 400, { 'upload-metadata': `dataset ${base64('S')}` }],
  ['a path as the name', 400, { 'upload-metadata': metadata('../x.xy') }],
  ['a key twice', 400, { 'upload-metadata': `${metadata()},filename ${base64('b.xy')}` }],
  ['no UTF-8', 400, { 'upload-metadata': `filename ${Buffer.from([0xff, 0xfe]).toString('base64')}` }],
  ['a file that the recipe does not take', 422, { 'upload-metadata': metadata('a.exe') }],
  ['H-10 a packed body', 415, { 'content-encoding': 'gzip' }],
  ['no version of tus', 412, { 'tus-resumable': undefined }],
])('opening with %s is refused before a byte', async (_name, status, change) => {
  const world = await startWorld({ deposits: { run: false } });
  const all = { ...version, 'upload-length': '5', 'upload-metadata': metadata(), ...change };
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Headers;
  expect((await world.send.call('POST', '/in/xrd/tus', undefined, headers)).status).toBe(status);
  expect((await readdir(`${world.config.folder}/spool-tus`).catch(() => [])).length).toBe(0);
});

it('a deleted upload is gone, and no CORS header is sent', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const made = await create(world, 6, { origin: 'https://evil.example' });
  expect(Object.keys(made.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  const location = String(made.headers['location']);
  expect((await call(world, 'DELETE', location)).status).toBe(204);
  expect((await call(world, 'HEAD', location)).status).toBe(404);
});

it('a link on the same disk is what the bytes move by', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const location = await opened(world, 70_000);
  const folder = `${world.config.folder}/spool-tus`;
  await link(`${folder}/${location.split('/').at(-1)}`, `${world.config.folder}/probe`);
  await call(world, 'PATCH', location, { 'upload-offset': '0' }, randomBytes(70_000));
  expect(await keptIn(world.config.folder)).toMatchObject({ spool: 1, inbox: 1 });
});
