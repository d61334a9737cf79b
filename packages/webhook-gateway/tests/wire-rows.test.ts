import { glob, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange, wholeProblem } from './_util/raw-http.ts';
import { recipeOf } from './_util/recipes.ts';

const off = { deposits: { run: false } };
const nothing = { inbox: 0, jobs: 0, events: 0, spool: 0 };

/** A connection on which nothing is said; resolves when it is open. */
async function idle(world: World): Promise<{ readonly socket: Socket; readonly closed: Promise<true> }> {
  const { hostname, port } = new URL(world.gateway.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const closed = new Promise<true>((resolve) => void socket.once('close', () => resolve(true)));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, closed };
}

it('H-04 a head that comes letter by letter is ended with 408', async () => {
  const world = await startWorld({ ...off, limits: { headersMs: 400 } });
  const started = performance.now();
  const { hostname, port } = new URL(world.gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write('PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nX-A: ');
  const drip = setInterval(() => socket.writable && socket.write('x'), 50);
  onTestFinished(() => clearInterval(drip));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
  expect(answer).toContain('problem:too-slow');
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(await keptIn(world.config.folder)).toEqual(nothing);
});

it('H-06 idle connections beyond those of one address are closed, and one that ended makes room', async () => {
  const world = await startWorld({ ...off, limits: { maxConnectionsPerAddress: 3 } });
  const [one, two, three] = [await idle(world), await idle(world), await idle(world)];
  expect(await (await idle(world)).closed).toBe(true);
  expect([one, two, three].map(({ socket }) => socket.closed)).toEqual([false, false, false]);
  for (const { socket } of [one, two, three]) socket.destroy();
  await expect
    .poll(() =>
      world.send.get('/healthz').then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

it('H-06 idle connections of all together are capped too, also of a listed proxy', async () => {
  const limits = { maxConnectionsPerAddress: 1, maxConnections: 2 };
  const world = await startWorld({ ...off, trustedProxies: ['127.0.0.1'], limits });
  const [one, two] = [await idle(world), await idle(world)];
  expect(await (await idle(world)).closed).toBe(true);
  expect([one, two].map(({ socket }) => socket.closed)).toEqual([false, false]);
});

it.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'x-gzip'])(
  'H-11 a body packed with %s is never unpacked, on any door',
  async (encoding) => {
    const world = await startWorld(off, [recipeOf('xrd')]);
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const headers = { 'content-encoding': encoding, 'x-dataset': 'S-1' };
    const before = process.memoryUsage().rss;
    const answers = [
      await world.send.put('xrd/S-1/a.xy', bomb, headers),
      await world.send.post('xrd', bomb, { ...headers, 'content-type': 'application/json' }),
      await world.send.post('xrd', bomb, { ...headers, 'content-type': 'multipart/form-data; boundary=x' }),
    ];
    expect(answers.map(({ status, json }) => [status, json['type']])).toEqual(
      Array.from({ length: 3 }, () => [415, 'urn:zenodo-connect:problem:unsupported-body']),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2);
    expect(await keptIn(world.config.folder)).toEqual(nothing);
  },
);

it('H-12 HTTP/2 is off: its greeting, and an upgrade to it, are answered in HTTP/1.1', async () => {
  const world = await startWorld(off);
  const settings = Buffer.from('000000040000000000', 'hex');
  const greeting = await rawExchange(world.gateway.url, ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', settings, settings], { until: wholeProblem });
  expect(greeting).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  const upgrade =
    'GET /healthz HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n';
  expect(await rawExchange(world.gateway.url, [upgrade], { until: /\r\n\r\n/ })).toMatch(/^HTTP\/1.1 200 OK\r\n/);
});

it('H-18 a thousand query strings are one path in the log and in the metrics', async () => {
  const world = await startWorld(off);
  const series = async (): Promise<number> => (await world.send.get('/metrics')).text.split('\n').length;
  await world.send.get('/healthz');
  await world.send.get('/in/xrd/S-1/a.xy');
  const before = await series();
  const from = world.log.length;
  for (let n = 0; n < 1_000; n += 50)
    await Promise.all(Array.from({ length: 50 }, (_, one) => world.send.get(`/in/xrd/S-1/a.xy?planted${n + one}=word`)));
  expect((await series()) - before).toBeLessThan(50);
  const lines = world.log.slice(from).filter((line) => (line as { method?: string }).method === 'GET');
  expect(new Set(lines.map((line) => (line as { path?: string }).path)).size).toBeLessThan(4);
  expect((await world.send.get('/metrics')).text).not.toContain('planted');
  expect(JSON.stringify(world.log)).not.toContain('planted');
});

it('F-17 no other user of the machine gets at a file of the gateway', async () => {
  const world = await startWorld(off);
  await world.send.put('xrd/S-1/a.xy', Buffer.alloc(200_000, 'x'));
  const { folder } = world.config;
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  expect([await modeOf(folder), await modeOf(join(folder, 'spool'))]).toEqual([0o700, 0o700]);
  for await (const name of glob('{spool/*,*key*}', { cwd: folder }))
    expect([name, await modeOf(join(folder, name))]).toEqual([name, 0o600]);
});
