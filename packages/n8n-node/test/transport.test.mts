import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTransport } from '../nodes/Zenodo/shared/transport.ts';
import { context } from './_context.mts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let origin: string;
let seen: Seen | undefined;
let answer: { status: number; type: string; body: string };

const server = createServer((request, reply) => {
  void request.toArray().then((chunks: Buffer[]) => {
    seen = { url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    reply.writeHead(answer.status, { 'content-type': answer.type, location: '/elsewhere' }).end(answer.body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  answer = { status: 200, type: 'application/json', body: '{"done":true}' };
});

const transport = () => createTransport(context({ url: origin, token: 'the-token', parameters: {} }));
const call = { method: 'POST', responseType: 'json', authenticated: true, timeoutMs: 15_000 } as const;

test.each([[{}], [[]], [{ a: 1 }]])('JSON is sent as it is: %j', async (json) => {
  await transport().send({ ...call, url: `${origin}/api`, json });
  expect(seen).toMatchObject({ body: JSON.stringify(json), headers: { 'content-type': 'application/json' } });
});

test('bytes carry their length and are never sent in chunks', async () => {
  await transport().send({ ...call, method: 'PUT', url: `${origin}/api`, body: Buffer.from('abc'), contentLength: 3 });
  expect(seen?.headers).toMatchObject({ 'content-length': '3', 'content-type': 'application/octet-stream' });
  expect(seen?.headers['transfer-encoding']).toBeUndefined();
});

test('a list in the query repeats its name, and what is undefined is left out', async () => {
  await transport().send({ ...call, method: 'GET', url: `${origin}/api`, query: { q: ['a', 'b'], page: undefined } });
  expect(seen?.url).toBe('/api?q=a&q=b');
});

test('the token goes only where the request is authenticated', async () => {
  await transport().send({ ...call, url: `${origin}/api` });
  expect(seen?.headers.authorization).toBe('Bearer the-token');
  await transport().send({ ...call, url: `${origin}/dois`, authenticated: false });
  expect(seen?.headers.authorization).toBeUndefined();
});

test.each<[string, typeof answer, unknown]>([
  ['JSON is parsed', { status: 200, type: 'application/json', body: '{"a":1}' }, { a: 1 }],
  ["a gateway's page stays text", { status: 504, type: 'text/html', body: '<html>Gateway</html>' }, '<html>Gateway</html>'],
  ['no body is undefined', { status: 204, type: 'text/plain', body: '' }, undefined],
  ['a redirect is an answer', { status: 302, type: 'text/plain', body: 'moved' }, 'moved'],
])('%s', async (_claim, given, body) => {
  answer = given;
  expect(await transport().send({ ...call, url: `${origin}/api` })).toMatchObject({ status: given.status, body });
});

test('a refused download is read and parsed, not handed on as a stream', async () => {
  answer = { status: 404, type: 'application/json', body: '{"message":"gone"}' };
  const reply = await transport().send({ ...call, method: 'GET', url: `${origin}/api`, responseType: 'stream' });
  expect(reply).toMatchObject({ status: 404, body: { message: 'gone' } });
});
