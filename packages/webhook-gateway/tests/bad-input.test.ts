import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../src/index.ts';
import { type Answer, client, type GatewayClient } from './_util/client.ts';
import { draftRecipe, recipe } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange, wholeProblem } from './_util/raw-http.ts';
import { type SharedGateway, sharedGateway } from './_util/shared-gateway.ts';

const maxBytes = 300_000;
const needsOperator = recipe.replace('route: xrd', 'route: sem').replace('{{ dataset }}', '{{ meta.operator }}');

let shared: SharedGateway;
let folder: string;
let gateway: Gateway;
let send: GatewayClient;
let stranger: GatewayClient;
let sem: GatewayClient;

beforeAll(async () => {
  shared = await sharedGateway({ xrd: recipe, drafts: draftRecipe, sem: needsOperator }, { maxBytes, paceWindowMs: 1_500, paceBytes: 5 });
  ({ folder, gateway } = shared);
  send = client(gateway.url, await gateway.addToken('xrd'));
  sem = client(gateway.url, await gateway.addToken('sem'));
  stranger = client(gateway.url, undefined);
});
afterAll(() => shared?.close());

/** A refusal as every one is: a stable type, one sentence, one next step, and nothing kept. */
async function expectRefusal(answer: Answer, status: number, kind: string, detail: string | RegExp): Promise<void> {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json).toMatchObject({
    type: `urn:zenodo-connect:problem:${kind}`,
    status,
    title: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:/),
  });
  expect(answer.json['detail']).toMatch(detail);
  expect(String(answer.json['next_step'])).toMatch(/\.$/);
  expect(await keptIn(folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
}

describe('who may send', () => {
  it('no token', async () => {
    await expectRefusal(await stranger.put('xrd/S-1/a.xy', 'x'), 401, 'unauthorized', 'no valid token');
  });

  it('an unknown token gets the same answer as none', async () => {
    const [none, unknown] = [
      await stranger.put('xrd/S-1/a.xy', 'x'),
      await client(gateway.url, `gwi_${'A'.repeat(43)}`).put('xrd/S-1/a.xy', 'x'),
    ];
    await expectRefusal(unknown, 401, 'unauthorized', 'no valid token');
    const { instance: _one, ...same } = none.json;
    const { instance: _other, ...again } = unknown.json;
    expect(again).toEqual(same);
  });

  it.each(['', 'Basic eDp5', 'Bearer', 'Bearer gwi_', `Bearer ${'x'.repeat(5000)}`])('an Authorization of %j', async (authorization) => {
    await expectRefusal(await stranger.put('xrd/S-1/a.xy', 'x', { authorization }), 401, 'unauthorized', 'no valid token');
  });

  it('L-01 a token in the query or a cookie is none', async () => {
    await expectRefusal(
      await stranger.put(`xrd/S-1/a.xy?token=${send.token}`, 'x', { cookie: `token=${send.token}` }),
      401,
      'unauthorized',
      'no valid token',
    );
  });

  it('A-07 an unknown route and a route of others get the same answer', async () => {
    const [unknown, others] = [await send.put('nope/S-1/a.xy', 'x'), await send.put('drafts/S-1/a.xy', 'x')];
    await expectRefusal(unknown, 404, 'not-found', 'nothing at this address');
    await expectRefusal(others, 404, 'not-found', 'nothing at this address');
    expect({ ...others.json, instance: '' }).toEqual({ ...unknown.json, instance: '' });
  });

  it('H-14 what a page of another site could send: a POST of text with a cookie and no token', async () => {
    const headers = { 'content-type': 'text/plain', cookie: `token=${send.token}`, origin: 'https://evil.example', 'x-dataset': 'S' };
    const answer = await stranger.post('xrd', '{}', headers);
    await expectRefusal(answer, 401, 'unauthorized', 'no valid token');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('an unknown route without a token does not say that it is unknown', async () => {
    await expectRefusal(await stranger.put('nope/S-1/a.xy', 'x'), 401, 'unauthorized', 'no valid token');
  });

  it('no token is answered before the body is read', async () => {
    const head = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nContent-Length: 200000\r\n\r\n`;
    expect(await rawExchange(gateway.url, [head, 'only a few bytes'], { until: wholeProblem })).toContain('401 Unauthorized');
  });
});

it('a client that reads no answer before it has sent everything learns why it was refused', async () => {
  // node:http, like Python's urllib, would end in a broken pipe if the gateway closed at once.
  const answer = await stranger.put('xrd/S-1/a.xy', Readable.from(Array.from({ length: 500 }, () => Buffer.alloc(65_536))));
  await expectRefusal(answer, 401, 'unauthorized', 'no valid token');
});

describe('the body', () => {
  it('empty, by its length', async () => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', ''), 400, 'empty-file', 'has no bytes');
  });

  it('empty, chunked', async () => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', Readable.from([])), 400, 'empty-file', 'has no bytes');
  });

  it('H-07 too large, as declared: refused before it is read', async () => {
    const head = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n`;
    const answer = await rawExchange(gateway.url, [head], { until: wholeProblem });
    expect(answer).toContain('413 Payload Too Large');
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(answer).not.toContain('100 Continue');
    await expectRefusal(await send.put('xrd/S-1/a.xy', randomBytes(maxBytes + 1)), 413, 'too-large', `${maxBytes} bytes`);
  });

  it('H-08 too large, chunked: never a truncated deposit', async () => {
    const chunks = Readable.from(Array.from({ length: 40 }, () => randomBytes(10_000)));
    await expectRefusal(await send.put('xrd/S-1/a.xy', chunks), 413, 'too-large', 'nothing of it was kept');
  });

  it('H-09 cut in the middle, declared and chunked', async () => {
    const head = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\n`;
    const half = randomBytes(100_000);
    await rawExchange(gateway.url, [`${head}Content-Length: 200000\r\n\r\n`, half], { ms: 200 });
    await rawExchange(gateway.url, [`${head}Content-Length: 200000\r\n\r\n`, half], { end: true });
    await rawExchange(gateway.url, [`${head}Transfer-Encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n`, half, '\r\n'], { ms: 200 });
    await expect.poll(() => keptIn(folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
  });

  it('H-05 a trickle is ended', async () => {
    const head = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 1000\r\n\r\nabc`;
    const answer = await rawExchange(gateway.url, [head], { until: wholeProblem });
    expect(answer).toContain('408 Request Timeout');
    expect(answer).toContain('problem:too-slow');
    expect((await keptIn(folder)).spool).toBe(0);
  });

  it.each(['gzip', 'br', 'zstd', 'deflate, gzip'])('H-10 Content-Encoding %s', async (encoding) => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', 'x', { 'content-encoding': encoding }), 415, 'unsupported-body', 'Content-Encoding');
  });

  it.each(['multipart/', 'multipart/ form-data'])('what may be a form: %s', async (type) => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', 'x', { 'content-type': type }), 415, 'unsupported-body', /./);
  });

  it.each(['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])('a form: %s', async (type) => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', 'x', { 'content-type': type }), 415, 'unsupported-body', 'A form is not taken');
  });
});

describe('checksums', () => {
  const wrong = createHash('sha256').update('another').digest();

  it.each([
    ['Content-Digest', `sha-256=:${wrong.toString('base64')}:`],
    ['Repr-Digest', `sha-256=:${wrong.toString('base64')}:`],
    ['Content-Digest', `sha-512=:${randomBytes(64).toString('base64')}:`],
    ['X-Checksum-SHA256', wrong.toString('hex')],
  ])('S-23, F-16 a wrong %s', async (header, value) => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', 'x', { [header]: value }), 422, 'digest-mismatch', `${header} announces`);
  });

  it('a wrong sum of a file that was in the spool already', async () => {
    const answer = await send.put('xrd/S-1/a.xy', randomBytes(100_000), { 'x-checksum-sha256': wrong.toString('hex') });
    await expectRefusal(answer, 422, 'digest-mismatch', 'X-Checksum-SHA256 announces');
  });

  it.each([
    ['Content-Digest', 'md5=:1B2M2Y8AsgTpgAmY7PhCfg==:'],
    ['Content-Digest', 'nonsense'],
    ['X-Checksum-SHA256', 'abc'],
  ])('S-23 a %s that cannot be checked: %s', async (header, value) => {
    await expectRefusal(await send.put('xrd/S-1/a.xy', 'x', { [header]: value }), 400, 'bad-header', header);
  });
});

describe('names', () => {
  it.each([
    ['path parts', '..%2F..%2Fetc%2Fpasswd.xy', 'path parts'],
    ['backslashes', '..%5Cx.xy', 'path parts'],
    ['NUL', 'a%00.xy', 'NUL'],
    ['a direction override', 'a%E2%80%AEyx.exe', 'direction'],
    ['a zero-width space', 'a%E2%80%8B.xy', 'invisible'],
    ['a line break', 'a%0D%0Ab.xy', 'control'],
    ['a device', 'CON.xy', 'device'],
    ['256 bytes', `${'x'.repeat(253)}.xy`, '255 bytes'],
  ])('a file name with %s', async (_name, file, detail) => {
    await expectRefusal(await send.put(`xrd/S-1/${file}`, 'x'), 400, 'bad-file-name', detail);
  });

  it('a file name in a header is checked alike', async () => {
    await expectRefusal(await send.post('xrd', 'x', { 'x-dataset': 'S-1', 'x-file-name': '../a.xy' }), 400, 'bad-file-name', 'path parts');
  });

  it('a dataset with path parts', async () => {
    await expectRefusal(await send.put('xrd/..%2F..%2Fx/a.xy', 'x'), 400, 'bad-dataset', 'path parts');
  });

  it.each([
    'xrd/S-1/..',
    'xrd/S-1/.',
    'xrd/S-1/',
    'xrd//a.xy',
    'xrd/S-1/a.xy/',
    'XRD/S-1/a.xy',
    'xrd/S-1/b/a.xy',
    '/xrd/S-1/a.xy',
    './xrd/S-1/a.xy',
    '%2e%2e/jobs/a.xy',
    'xrd;a=b/S-1/a.xy',
    'xr%C4%91/S-1/a.xy',
    'xrd/S-1%2Fa.xy',
  ])('H-17 the path %s is no door', async (path) => {
    const answer = await rawExchange(gateway.url, [
      `PUT /in/${path} HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx`,
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 (404|400) /);
    expect(answer).toContain('application/problem+json');
    expect((await keptIn(folder)).inbox).toBe(0);
  });

  it('a path that cannot be decoded', async () => {
    await expectRefusal(await send.put('xrd/S-1/%ff.xy', 'x'), 400, 'malformed-request', 'cannot be read');
  });

  it('a POST without a file name, and one without a dataset', async () => {
    await expectRefusal(await send.post('xrd', 'x', { 'x-dataset': 'S-1' }), 400, 'bad-file-name', 'names no file');
    await expectRefusal(await send.post('xrd', 'x', { 'x-file-name': 'a.xy' }), 400, 'bad-dataset', 'names no dataset');
  });
});

describe('the recipe', () => {
  it('does not take this kind of file', async () => {
    await expectRefusal(
      await send.put('xrd/S-1/a.jpg', 'x'),
      422,
      'recipe-refused',
      'file.name is "a.jpg", and the recipe takes $endsWith [".xy",".raw"]',
    );
  });

  it('yields invalid metadata: which field, in words', async () => {
    const answer = await sem.put('sem/S-1/a.xy', 'x');
    await expectRefusal(answer, 422, 'invalid-metadata', 'metadata.title meta.operator was not sent');
    expect(answer.json).toMatchObject({
      field: 'metadata.title',
      next_step: 'Send the header X-Meta-operator or a field of that name, or give the recipe a default.',
    });
  });
});

it('who asks for text gets one line', async () => {
  const answer = await stranger.put('xrd/S-1/a.xy', 'x', { accept: 'text/plain' });
  expect(answer.text).toMatch(/^ERROR The request has no valid token or signature\. .*\n$/);
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
});
