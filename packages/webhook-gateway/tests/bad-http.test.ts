import { afterAll, beforeAll, expect, it } from 'vitest';
import { client, type GatewayClient } from './_util/client.ts';
import { recipe } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange } from './_util/raw-http.ts';
import { type SharedGateway, sharedGateway } from './_util/shared-gateway.ts';

let shared: SharedGateway;
let send: GatewayClient;

beforeAll(async () => {
  shared = await sharedGateway({ xrd: recipe }, {});
  send = client(shared.gateway.url, await shared.gateway.addToken('xrd'));
});
afterAll(() => shared?.close());

const put = (headers: string): Promise<string> =>
  rawExchange(shared.gateway.url, [
    `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\n${headers}Authorization: Bearer ${send.token}\r\nConnection: close\r\n\r\nx`,
  ]);

it.each([
  ['H-03 two Host headers', 'Host: a\r\nHost: b\r\nContent-Length: 1\r\n'],
  ['S-14 two Authorization headers', `Host: a\r\nAuthorization: Bearer x\r\nContent-Length: 1\r\n`],
  [
    'S-14 two checksums',
    `Host: a\r\nX-Checksum-SHA256: ${'0'.repeat(64)}\r\nX-Checksum-SHA256: ${'1'.repeat(64)}\r\nContent-Length: 1\r\n`,
  ],
  ['S-14 two Idempotency-Keys', 'Host: a\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 1\r\n'],
  ['H-02 an unknown transfer encoding', 'Host: a\r\nTransfer-Encoding: xchunked\r\n'],
  ['H-15 two Content-Types', 'Host: a\r\nContent-Type: a/b\r\nContent-Type: application/json\r\nContent-Length: 1\r\n'],
  ['H-01 a bare line feed', 'Host: a\nX-A: b\r\nContent-Length: 1\r\n'],
  ['H-01 NUL in a header', 'Host: a\r\nX-A: b\0c\r\nContent-Length: 1\r\n'],
  ['H-01 a header that is folded', 'Host: a\r\nX-A: b\r\n c\r\nContent-Length: 1\r\n'],
  ['H-01 a length beside a transfer encoding', 'Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n'],
  ['H-01 two lengths', 'Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n'],
  ['an expectation that nobody can meet', 'Host: a\r\nExpect: gold\r\nContent-Length: 1\r\n'],
  ['no Host', 'Content-Length: 1\r\n'],
  ['H-01 a space before the colon', 'Host : a\r\nContent-Length: 1\r\n'],
])('%s', async (_name, headers) => {
  const answer = await put(headers);
  expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  expect(answer).toContain('urn:zenodo-connect:problem:');
  expect(answer).toMatch(/^connection: close\r$/im);
  expect(await keptIn(shared.folder)).toEqual({ inbox: 0, jobs: 0, events: 0, spool: 0 });
});

it('H-03 a whole address as the target', async () => {
  const answer = await rawExchange(shared.gateway.url, [
    `PUT http://elsewhere/in/xrd/S-1/a.xy HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx`,
  ]);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).toContain('problem:malformed-request');
});

it('a wrong Idempotency-Key', async () => {
  const answer = await send.put('xrd/S-9/a.xy', 'x', { 'idempotency-key': 'ä'.repeat(3) }).catch(() => undefined);
  expect(answer?.status ?? 400).toBe(400);
});

const bare = (method: string, path: string): Promise<string> =>
  rawExchange(shared.gateway.url, [`${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`]);

it.each([
  ['GET', '/in/xrd/S-1/a.xy', 'PUT'],
  ['POST', '/in/xrd/S-1/a.xy', 'PUT'],
  ['DELETE', '/in/xrd/S-1/a.xy?x=1', 'PUT'],
  ['PATCH', '/in/xrd/S-1/a.xy', 'PUT'],
  ['OPTIONS', '/in/xrd/S-1/a.xy', 'PUT'],
  ['TRACE', '/in/xrd/S-1/a.xy', 'PUT'],
  ['GET', '/in/xrd', 'POST'],
  ['PUT', '/in/xrd', 'POST'],
  ['DELETE', '/jobs/1', 'GET'],
  ['POST', '/', 'GET, HEAD'],
  ['PUT', '/readyz', 'GET, HEAD'],
])('H-13 %s on %s names the method to use: %s', async (method, path, allow) => {
  const answer = await bare(method, path);
  expect(answer).toMatch(/^HTTP\/1.1 405 /);
  expect(answer).toMatch(new RegExp(`^allow: ${allow}\r$`, 'im'));
  expect(answer).toContain('application/problem+json');
  expect(answer).toContain('urn:zenodo-connect:problem:wrong-method');
  expect(answer.toLowerCase()).not.toContain('access-control-');
});

it.each(['/nothing', '/in', '/in/xrd/S-1', '/in/xrd/S-1/b/a.xy', '/jobs'])('%s is no address, whatever the method', async (path) => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const answer = await bare(method, path);
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(answer).toContain('PUT to /in/{route}/{dataset}/{file}');
  }
});

it('HEAD asks the watchers as GET does', async () => {
  for (const path of ['/healthz', '/readyz']) expect(await bare('HEAD', path)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});
