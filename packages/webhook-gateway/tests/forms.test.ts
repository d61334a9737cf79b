import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange, wholeProblem } from './_util/raw-http.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({ deposits: { run: false }, limits: { maxBytes: 300_000, paceWindowMs: 1_500, paceBytes: 1 } });
});

interface Part {
  readonly head: string;
  readonly body: string | Buffer;
}

const file = (name: string, body: string | Buffer = 'x', more = ''): Part => ({
  head: `Content-Disposition: form-data; name="file"; filename="${name}"${more}\r\nContent-Type: application/octet-stream`,
  body,
});
const field = (name: string, body: string): Part => ({ head: `Content-Disposition: form-data; name="${name}"`, body });

const formOf = (parts: readonly Part[], end = '--\r\n'): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ head, body }) => [Buffer.from(`--b0undary\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')]),
    Buffer.from(`--b0undary${end}`),
  ]);

const type = { 'content-type': 'multipart/form-data; boundary=b0undary', 'x-dataset': 'S-1' };
const post = (body: Buffer, headers: Readonly<Record<string, string>> = {}) => world.send.post('xrd', body, { ...type, ...headers });
const nothing = { inbox: 0, jobs: 0, events: 0, spool: 0 };

it('several files and fields are one deposit', async () => {
  const big = randomBytes(100_000);
  const answer = await post(
    formOf([field('meta', '{"sample":{"id":"S-2291"}}'), field('operator', 'MC'), file('scan.xy', big), file('scan.log')]),
  );
  expect(answer.status).toBe(202);
  const job = await world.send.job(String(answer.json['id']));
  expect(job['files']).toMatchObject([
    { name: 'scan.xy', size: 100_000, sha256: createHash('sha256').update(big).digest('hex') },
    expect.objectContaining({ name: 'scan.log', size: 1 }),
  ]);
  expect(await keptIn(world.config.folder)).toEqual({ inbox: 2, jobs: 1, events: 1, spool: 1 });
});

it('the same form again is the same job, in whichever order its files stand', async () => {
  const first = await post(formOf([file('a.xy', 'one'), file('b.xy', 'two')]));
  const again = await post(formOf([file('b.xy', 'two'), file('a.xy', 'one')]));
  expect([again.status, again.json['id'], again.json['duplicate']]).toEqual([200, first.json['id'], true]);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 2, jobs: 1 });
});

it('a form with one other file is another job', async () => {
  const first = await post(formOf([file('a.xy', 'one'), file('b.xy', 'two')]));
  const other = await post(formOf([file('a.xy', 'one'), file('b.xy', 'three')]));
  expect([other.status, other.json['id'] === first.json['id']]).toEqual([202, false]);
});

it('one key for two forms is a conflict', async () => {
  const key = { 'idempotency-key': 'run-2291' };
  await post(formOf([file('a.xy', 'one'), file('b.xy', 'two')]), key);
  expect(await post(formOf([file('a.xy', 'one')]), key)).toMatchObject({
    status: 422,
    json: { type: 'urn:zenodo-connect:problem:idempotency-conflict' },
  });
});

it('the dataset can be a field', async () => {
  const { 'x-dataset': _dataset, ...rest } = type;
  const answer = await world.send.post('xrd', formOf([field('dataset', 'S-9'), file('a.xy')]), rest);
  expect(answer.json).toMatchObject({ dataset: 'S-9' });
});

it('a dry run keeps nothing and says what would happen', async () => {
  const answer = await world.send.call('POST', '/in/xrd?dry_run=1', formOf([file('a.xy'), file('b.log')]), type);
  expect(answer).toMatchObject({ status: 200, json: { dry_run: true, dataset: 'S-1', files: ['a.xy', 'b.log'], finish: 'publish' } });
  expect(await keptIn(world.config.folder)).toEqual(nothing);
});

it('a right Content-Digest of the whole form is taken, a wrong one is not', async () => {
  const form = formOf([file('a.xy')]);
  const digest = (bytes: Buffer): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
  expect((await post(form, { 'content-digest': digest(Buffer.from('other')) })).status).toBe(422);
  expect((await post(form, { 'content-digest': digest(form) })).status).toBe(202);
});

describe('refused whole, with nothing kept:', () => {
  const many = Array.from({ length: 101 }, (_, n) => file(`f${n}.xy`));
  const cases: readonly (readonly [string, Buffer, number, string])[] = [
    ['F-09 no closing boundary', formOf([file('a.xy')], '\r\n'), 400, 'bad-form'],
    ['F-09 cut inside a file', formOf([file('a.xy', 'x'.repeat(500))]).subarray(0, 300), 400, 'bad-form'],
    ['F-02 NUL in the name', formOf([file('a\0.xy')]), 400, 'bad-form'],
    ['F-03 right-to-left override in the name', formOf([file('a\u202egnp.xy')]), 400, 'bad-file-name'],
    ['F-03 zero width in the name', formOf([file('a\u200b.xy')]), 400, 'bad-file-name'],
    ['F-04 names that differ by case', formOf([file('a.xy'), file('A.xy')]), 409, 'file-name-collision'],
    ['F-04 NFC and NFD twins', formOf([file('\u00e4.xy'), file('a\u0308.xy')]), 409, 'file-name-collision'],
    ['F-05 one name in two folders', formOf([file('a/data.xy'), file('b/data.xy')]), 409, 'file-name-collision'],
    ['F-05 one name in a folder and without', formOf([file('a/data.xy'), file('c.xy'), file('DATA.xy')]), 409, 'file-name-collision'],
    ['F-05 folders in names', formOf([file('a/data.xy'), file('b/more.xy')]), 400, 'bad-file-name'],
    ['F-01 a path upwards', formOf([file('../../etc/passwd')]), 400, 'bad-file-name'],
    ['F-01 a path of Windows', formOf([file('C:\\x.xy')]), 400, 'bad-file-name'],
    ['F-06 no name', formOf([file('')]), 400, 'bad-file-name'],
    ['F-06 a device of Windows', formOf([file('CON.xy')]), 400, 'bad-file-name'],
    ['F-06 101 files', formOf(many), 400, 'too-many-files'],
    ['F-08 filename and filename* that disagree', formOf([file('a.xy', 'x', "; filename*=UTF-8''b.xy")]), 400, 'bad-form'],
    ['F-10 300 parts', formOf(Array.from({ length: 300 }, (_, n) => field(`f${n}`, 'x'))), 400, 'bad-form'],
    [
      'F-10 a head of 100 kB',
      formOf([{ head: `Content-Disposition: form-data; name="${'x'.repeat(100_000)}"; filename="a.xy"`, body: 'x' }]),
      400,
      'bad-form',
    ],
    [
      'F-10 thousands of headers in a part',
      formOf([{ head: `${file('a.xy').head}\r\n${'X-A: b\r\n'.repeat(1_000).trim()}`, body: 'x' }]),
      400,
      'bad-form',
    ],
    ['a header twice in a part', formOf([{ head: `${file('a.xy').head}\r\nContent-Type: a/b`, body: 'x' }]), 400, 'bad-form'],
    ['an empty file', formOf([file('a.xy', '')]), 400, 'empty-file'],
    ['no file', formOf([field('operator', 'MC')]), 400, 'bad-form'],
    ['no part', formOf([]), 400, 'bad-form'],
    ['a field twice', formOf([field('a', '1'), field('a', '2'), file('a.xy')]), 400, 'bad-form'],
    ['J-03 a field that reaches a prototype', formOf([field('__proto__', '1'), file('a.xy')]), 400, 'bad-form'],
    ['J-02 meta with a key twice', formOf([field('meta', '{"a":1,"a":2}'), file('a.xy')]), 400, 'json-duplicate-key'],
    ['J-07 meta that is no JSON', formOf([field('meta', '{a:1}'), file('a.xy')]), 400, 'bad-json'],
    ['H-08 larger than the limit', formOf([file('a.xy', Buffer.alloc(400_000))]), 413, 'too-large'],
    ['a file that the recipe does not take', formOf([file('a.exe')]), 422, 'recipe-refused'],
    ['a bad dataset', formOf([field('dataset', '../x'), file('a.xy')]), 400, 'bad-dataset'],
  ];

  it.each(cases)('%s', async (_name, body, status, kind) => {
    const answer = await post(body);
    expect([answer.status, answer.json['type']]).toEqual([status, `urn:zenodo-connect:problem:${kind}`]);
    expect(await keptIn(world.config.folder)).toEqual(nothing);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=', `multipart/form-data; boundary=${'x'.repeat(80)}`])(
    'no usable boundary: %s',
    async (value) => {
      expect((await post(formOf([file('a.xy')]), { 'content-type': value })).status).toBe(400);
    },
  );

  it('H-08 chunked and larger than the limit', async () => {
    async function* chunks() {
      yield formOf([file('a.xy', Buffer.alloc(200_000))], '').subarray(0, 200_100);
      for (let n = 0; n < 20; n += 1) yield Buffer.alloc(100_000);
    }
    const { Readable } = await import('node:stream');
    const answer = await world.send.post('xrd', Readable.from(chunks()), type);
    expect(answer.status).toBe(413);
    expect(await keptIn(world.config.folder)).toEqual(nothing);
  });

  it('H-09 a connection that is cut in the middle of a file', async () => {
    const form = formOf([file('a.xy', Buffer.alloc(90_000, 'a')), file('b.xy', Buffer.alloc(90_000, 'b'))]);
    const head = `POST /in/xrd HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${world.send.token}\r\nX-Dataset: S\r\nContent-Type: ${type['content-type']}\r\nContent-Length: ${form.length}\r\n\r\n`;
    await rawExchange(world.gateway.url, [head, form.subarray(0, 150_000)], { ms: 300 });
    await expect.poll(() => keptIn(world.config.folder)).toEqual(nothing);
  });
});

describe('H-05 a form that stands still is ended, and nothing of it is kept:', () => {
  const whole = formOf([field('operator', 'MC'), file('a.xy', 'x'), file('b.xy', 'y')]).toString();
  it.each([
    ['before its first file', whole.slice(0, whole.indexOf('MC'))],
    ['between two files', whole.slice(0, whole.indexOf('filename="b.xy"'))],
    ['behind the last one', whole],
  ])('%s', async (_place, sent) => {
    const head = `POST /in/xrd HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${world.send.token}\r\nContent-Type: multipart/form-data; boundary=b0undary\r\nX-Dataset: S-1\r\n`;
    const answer = await rawExchange(world.gateway.url, [`${head}Content-Length: ${whole.length + 10}\r\n\r\n${sent}`], {
      until: wholeProblem,
    });
    expect(answer).toContain('408 Request Timeout');
    expect(answer).toContain('problem:too-slow');
    expect(await keptIn(world.config.folder)).toEqual(nothing);
  });
});
