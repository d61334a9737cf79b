import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inlineBytes, receiveBody } from './receive.ts';
import { Spool } from './spool.ts';

let folder: string;
let spool: Spool;
const pace = { paceWindowMs: 10_000, paceBytes: 1 };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receive-'));
  spool = await Spool.at(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inChunks = (bytes: Buffer, size = 10_000): Readable =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size)));

async function post({ port, agent, bytes }: { port: number; agent: Agent; bytes: Buffer }): Promise<unknown> {
  const request = ask({ port, agent, host: '127.0.0.1', method: 'POST' }).end(bytes);
  const [response] = (await once(request, 'response')) as [Readable];
  return json(response);
}

it('a body of 64 KiB stays in memory, with its sums', async () => {
  const bytes = randomBytes(inlineBytes);
  const body = await receiveBody(inChunks(bytes), { spool, maxBytes: 1e6, pace });
  expect(body.bytes?.equals(bytes)).toBe(true);
  expect(body.md5).toBe(createHash('md5').update(bytes).digest('hex'));
  expect(await readdir(folder)).toEqual([]);
});

it('one byte more goes to the spool whole', async () => {
  const bytes = randomBytes(inlineBytes + 1);
  const body = await receiveBody(inChunks(bytes), { spool, maxBytes: 1e6, pace });
  expect(body.bytes).toBeUndefined();
  expect((await readFile(spool.path(body.spoolFile?.name ?? ''))).equals(bytes)).toBe(true);
  expect(body.sums.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

it.each([
  ['as soon as its head is known', () => Promise.resolve()],
  ['a turn later', () => setImmediate()],
])('a body that came with its head is taken at once, and the connection goes on: %s', async (_when, wait) => {
  const bytes = randomBytes(2_000);
  const seen: unknown[] = [];
  const iterated: unknown[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const iterator = vi.spyOn(request, 'iterator');
    await wait();
    const body = await receiveBody(request, { spool, maxBytes: 1e6, pace, sha512: true, look: (chunk) => seen.push(chunk.length) });
    iterated.push(...iterator.mock.calls);
    response.end(JSON.stringify([body.size, body.md5, body.sums, body.bytes?.equals(bytes)]));
  };
  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = server.address() as AddressInfo;
  const answers = [await post({ port, agent, bytes }), await post({ port, agent, bytes })];
  agent.destroy();
  server.close();
  const sums = ['md5', 'sha256', 'sha512'].map((name) => createHash(name).update(bytes).digest('hex'));
  const expected = [2_000, sums[0], { sha256: sums[1], sha512: sums[2] }, true];
  expect(answers).toEqual([expected, expected]);
  expect(seen).toEqual([2_000, 2_000]);
  expect(iterated).toEqual([]);
});

it('beyond the limit nothing is kept', async () => {
  const stream = inChunks(randomBytes(200_000));
  await expect(receiveBody(stream, { spool, maxBytes: 100_000, pace })).rejects.toMatchObject({ kind: 'too-large' });
  expect(await readdir(folder)).toEqual([]);
});

it('an empty body is refused', async () => {
  await expect(receiveBody(Readable.from([]), { spool, maxBytes: 10, pace })).rejects.toMatchObject({ kind: 'empty-file' });
});

it('a trickle ends as too slow, and the stream is left open for the answer', async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push('x');
  const slow = receiveBody(stream, { spool, maxBytes: 10, pace: { paceWindowMs: 20, paceBytes: 10 } });
  await expect(slow).rejects.toMatchObject({ kind: 'too-slow', status: 408 });
  expect(stream.destroyed).toBe(false);
});
