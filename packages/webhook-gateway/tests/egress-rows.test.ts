import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attempts } from '../src/tables/attempts.ts';
import { apiOf } from './_util/api.ts';
import { authority, hasOpenssl } from './_util/certificates.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { recipeOf } from './_util/recipes.ts';
import { besideGateway } from './_util/store.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

const received = { events: ['deposit.received'] as const };
const patient = { delaysMs: [60_000], pollMs: 20, timeoutMs: 1_000 };

/** What became of the only event, sent to this address. */
async function resultAt(url: string): Promise<string> {
  const { send, log } = await startWorld({
    subscribers: [{ name: 'listener', url, secret, allowPrivate: true, ...received }],
    deliveries: patient,
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  const result = () => log.map((line) => (line as { result?: string }).result).find((one) => one !== undefined);
  await until(() => result() !== undefined, 'a try');
  return result() ?? '';
}

/** A server that answers with whatever bytes it is told to. */
async function rawServer(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const tries = ({ config }: World) =>
  besideGateway(config.folder, async (store) => (await new Attempts(store).list({ subscriber: 'listener' })).attempts);

it('E-14 an answer that begins again and again with 1xx ends with the time of the try, and the gateway works meanwhile', async () => {
  const flood = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(200);
  const url = await rawServer((socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(flood));
      if (!socket.destroyed) socket.once('drain', () => setImmediate(more));
    };
    more();
  });
  const world = await startWorld({
    subscribers: [{ name: 'listener', url, secret, allowPrivate: true, ...received }],
    deliveries: patient,
    deposits: { run: false },
  });
  await world.send.put('xrd/S-1/a.xy', 'x');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await world.send.put('xrd/S-2/a.xy', 'y')).status).toBe(202);
  await until(async () => (await tries(world)).length > 0, 'the try is over');
  expect((await tries(world))[0]).toMatchObject({ status: undefined, result: 'gave no whole answer within 1 s' });
});

it('E-14 headers of 100 kB are a failure, which says so', async () => {
  const url = await rawServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(100_000)}\r\n\r\n`));
  expect(await resultAt(url)).toBe('answered with headers of more than 16 kB');
});

it('E-14 a compressed answer stays as it is, compression is not asked for, and no cookie comes back', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const listener = await startSubscriber((response) =>
    response.writeHead(200, { 'content-encoding': 'gzip', 'set-cookie': 'session=1; Path=/' }).end(bomb),
  );
  const world = await startWorld({ subscribers: [{ ...listener.config, ...received }], deposits: { run: false } });
  for (const n of [1, 2]) {
    await world.send.put(`xrd/S-${n}/a.xy`, `x${n}`);
    await until(async () => (await tries(world)).length === n, 'it was taken');
  }
  expect((await tries(world)).map(({ status, answer }) => [status, Buffer.byteLength(answer ?? '') < 200_000])).toEqual([
    [200, true],
    [200, true],
  ]);
  for (const { headers } of listener.received) {
    expect(headers['accept-encoding']).toBe('identity');
    expect(headers.cookie).toBeUndefined();
  }
});

if (!hasOpenssl) process.stdout.write('egress-rows: openssl is not here, so E-15 has no certificates to work with and is skipped.\n');

describe.skipIf(!hasOpenssl)('E-15 certificates', () => {
  async function secureServer(options: ServerOptions): Promise<{ readonly url: string; readonly asked: () => number }> {
    let asked = 0;
    const server = createTlsServer(options, (_request, response) => {
      asked += 1;
      response.writeHead(204).end();
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
  }

  /** As NODE_EXTRA_CA_CERTS does it for a whole process. */
  function trust(ca: string): void {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, ca]);
    onTestFinished(() => setDefaultCACertificates(before));
  }

  it('E-15 one of a trusted authority, for this host, is taken', async () => {
    const { ca, signed } = await authority();
    trust(ca);
    const { url, asked } = await secureServer(await signed('IP:127.0.0.1'));
    expect(await resultAt(url)).toBe('answered 204');
    expect(asked()).toBe(1);
  });

  it('E-15 one that has expired, one for another host, a self-signed one and one of nobody known are refused with the reason', async () => {
    const { ca, signed, selfSigned } = await authority();
    const stranger = await authority();
    trust(ca);
    const cases = [
      [await signed('IP:127.0.0.1', -1), 'its certificate has expired'],
      [await signed('DNS:other.example'), 'its certificate is for another host'],
      [await selfSigned('IP:127.0.0.1'), 'its certificate is self-signed'],
      [await stranger.signed('IP:127.0.0.1'), 'its certificate is signed by nobody who is trusted'],
    ] as const;
    for (const [certificate, reason] of cases) {
      const { url, asked } = await secureServer(certificate);
      expect(await resultAt(url)).toBe(reason);
      expect(asked()).toBe(0);
    }
  });

  it('E-15 no variable of the environment makes a bad one good', async () => {
    const { selfSigned } = await authority();
    const { url, asked } = await secureServer(await selfSigned('IP:127.0.0.1'));
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(await resultAt(url)).toBe('its certificate is self-signed');
    expect(asked()).toBe(0);
  });

  it('E-15 a server that speaks TLS 1.1 at most is refused with the reason', async () => {
    const { ca, signed } = await authority();
    trust(ca);
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    const { url, asked } = await secureServer({ ...(await signed('IP:127.0.0.1')), ...old });
    expect(await resultAt(url)).toBe('it speaks no TLS that is still safe');
    expect(asked()).toBe(0);
  });
});

it('E-11 gateways that are told of each other’s events do not go round in a ring', async () => {
  const ring = [recipeOf('ring', 'accept: { json_name: "event.json" }', 'ring')];
  const worlds = [await startWorld({ deposits: { run: false } }, ring), await startWorld({ deposits: { run: false } }, ring)];
  const apis = await Promise.all(worlds.map((world) => apiOf(world, 'subscribe', 'read', 'admin')));
  for (const [n, { call }] of apis.entries()) {
    const other = worlds[1 - n]!;
    const header = { name: 'X-Gateway-Token', value: other.send.token };
    const subscription = { name: 'other', url: `${other.gateway.url}/in/ring`, allow_private: true, header, events: ['deposit.*'] };
    expect((await call('POST', '/subscriptions', subscription)).status).toBe(201);
  }
  expect((await worlds[0]!.send.post('ring', '{"run":1}', { 'content-type': 'application/json' })).status).toBe(202);
  const told = async () => (await apis[0]!.call('GET', '/subscriptions/other/attempts')).json['items'] as unknown as { status: number }[];
  await until(async () => (await told()).length > 0, 'the other is told');
  expect((await told())[0]).toMatchObject({ status: 403, answer: expect.stringContaining('event of a gateway') });
  expect((await apis[1]!.call('GET', '/deposits')).json['items']).toEqual([]);
});
