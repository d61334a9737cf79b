import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '@zenodo-connect/core/webhooks';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../src/index.ts';
import { Subscribers } from '../src/tables/subscribers.ts';
import { startWorld } from './_util/gateway.ts';
import { besideGateway } from './_util/store.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

const received = { events: ['deposit.received'] as const };
const line = (log: readonly object[], fits: (line: Record<string, unknown>) => boolean): Record<string, unknown> | undefined =>
  log.map((one) => one as Record<string, unknown>).find(fits);

it('a subscriber that fails gets the same event, signed anew, until it takes it', async () => {
  let failures = 2;
  const subscriber = await startSubscriber((response) => response.writeHead(failures-- > 0 ? 500 : 204).end());
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 3, 'three tries');
  expect(new Set(subscriber.received.map(({ body }) => body.id)).size).toBe(1);
  expect(new Set(subscriber.received.map(({ bytes }) => bytes.toString())).size).toBe(1);
  expect(subscriber.received.map(({ headers }) => headers['gateway-attempt'])).toEqual(['1', '2', '3']);
  for (const { headers, bytes } of subscriber.received) verifyWebhook({ headers, body: bytes, secrets: secret, now: new Date() });
});

it('a subscriber that is down gets everything once it is up, in the order of each dataset', async () => {
  const subscriber = await startSubscriber();
  await subscriber.close();
  const { send } = await startWorld({
    subscribers: [{ ...subscriber.config, ...received }],
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 100), pollMs: 50 },
  });
  const ids: unknown[] = [];
  for (const file of ['a.xy', 'b.xy', 'c.xy']) ids.push((await send.put(`xrd/S-1/${file}`, `bytes of ${file}`)).json['id']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await subscriber.open();
  await until(() => subscriber.received.length >= 3, 'three events');
  expect(subscriber.received.map(({ body }) => body.data['job'])).toEqual(ids);
});

it('after the last try an event is given up, and later ones go on', async () => {
  const subscriber = await startSubscriber((response, { body }) => response.writeHead(body.subject === 'xrd/bad' ? 500 : 204).end());
  const { send, log } = await startWorld({
    subscribers: [{ ...subscriber.config, ...received }],
    deliveries: { delaysMs: [20], pollMs: 50 },
  });
  await send.put('xrd/bad/a.xy', 'x');
  await send.put('xrd/good/a.xy', 'x');
  await until(() => line(log, ({ result }) => result === 'answered 500; given up after 2 tries') !== undefined, 'given up');
  await until(() => subscriber.received.some(({ body }) => body.subject === 'xrd/good'), 'the other event');
  await until(async () => /<td>0<[^\n]*<td>1<[^\n]*<\/tr>/.test((await send.get('/')).text), 'the page counts it');
});

it('Q-11 410 disables a subscriber and keeps its events; enabling sends them', async () => {
  const subscriber = await startSubscriber((response) => response.writeHead(410).end());
  const { send, config, log } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => line(log, ({ result }) => String(result).includes('410')) !== undefined, 'the answer is stored');
  await send.put('xrd/S-2/a.xy', 'x');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(subscriber.received).toHaveLength(1);
  expect((await send.get('/')).text).toContain('disabled since');

  subscriber.behaviour.answer = (response) => response.writeHead(204).end();
  expect(await besideGateway(config.folder, (store) => new Subscribers(store).enable('listener'))).toBe(true);
  await until(() => subscriber.received.length === 3, 'both events');
});

it('E-07 a redirect is a failure and is not followed', async () => {
  const elsewhere = await startSubscriber();
  const subscriber = await startSubscriber((response) => response.writeHead(307, { location: elsewhere.config.url }).end());
  const { send, log } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => line(log, ({ result }) => result === 'answered 307') !== undefined, 'the answer is logged');
  expect(elsewhere.received).toHaveLength(0);
});

it('E-12, E-13 an answer that never ends and one that trickles free their place', async () => {
  const endless = await startSubscriber((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(Buffer.alloc(16_384)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const trickle = await startSubscriber((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(timer));
  });
  const { send, log } = await startWorld({
    subscribers: [
      { ...endless.config, ...received, name: 'endless' },
      { ...trickle.config, ...received, name: 'trickle' },
    ],
    deliveries: { timeoutMs: 2_000, delaysMs: [60_000], pollMs: 50 },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(
    () => line(log, ({ subscriber, result }) => subscriber === 'endless' && result === 'answered 200') !== undefined,
    'the endless one',
  );
  await until(() => line(log, ({ result }) => result === 'gave no whole answer within 2 s') !== undefined, 'the trickling one');
});

it.each(['localhost', 'localhost.', 'n8n', 'printer.local', '127.0.0.1.nip.io', 'metadata.google.internal'])(
  'E-10 a name of a private network, %s, is refused at the start',
  async (host) => {
    await expect(startWorld({ subscribers: [{ name: 'hidden', url: `http://${host}:8080/`, secret }] })).rejects.toThrow(
      /private network|own services/,
    );
  },
);

it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])(
  'E-01 a private address written as %s is refused at the start',
  async (host) => {
    await expect(startWorld({ subscribers: [{ name: 'hidden', url: `http://${host}:8080/`, secret }] })).rejects.toThrow(
      'is not a public address (loopback)',
    );
  },
);

it('E-19 a proxy in the environment is not used', async () => {
  let asked = 0;
  const proxy = createServer((_request, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => proxy.close(() => resolve())));
  process.env['HTTP_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  onTestFinished(() => void delete process.env['HTTP_PROXY']);
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  expect(asked).toBe(0);
});

it('events leave while files keep coming', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({
    subscribers: [{ ...subscriber.config, ...received }],
    deliveries: { delaysMs: [60_000], pollMs: 60_000 },
    deposits: { run: false },
  });
  let sent = 0;
  while (subscriber.received.length === 0 && sent < 400) await send.put(`xrd/S-${sent++}/a.xy`, 'x');
  expect(subscriber.received.length).toBeGreaterThan(0);
});

it('Q-11 a slow subscriber holds up nobody else', async () => {
  const slow = await startSubscriber(() => undefined);
  const quickOne = await startSubscriber();
  const { send } = await startWorld({
    subscribers: [
      { ...slow.config, ...received, name: 'slow' },
      { ...quickOne.config, ...received, name: 'quick' },
    ],
    deliveries: { timeoutMs: 60_000, delaysMs: [60_000], pollMs: 50 },
  });
  for (let n = 0; n < 10; n += 1) await send.put(`xrd/S-${n}/a.xy`, 'x');
  await until(() => quickOne.received.length === 10, 'all ten', 3_000);
});

it('what was being sent when a gateway stopped is sent by the next one, under the same id', async () => {
  const subscriber = await startSubscriber(() => undefined);
  const { send, gateway, config } = await startWorld({
    subscribers: [{ ...subscriber.config, ...received }],
    deliveries: { timeoutMs: 60_000, pollMs: 50 },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the first try');
  await gateway.close();
  subscriber.behaviour.answer = (response) => response.writeHead(204).end();
  const again = await startGateway(config);
  await until(() => subscriber.received.length === 2, 'the second try');
  await again.close();
  expect(subscriber.received[1]?.body.id).toBe(subscriber.received[0]?.body.id);
});

it('a duplicate makes no second event', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  for (let n = 0; n < 5; n += 1) await send.put('xrd/S-1/a.xy', 'x');
  await send.put('xrd/S-2/a.xy', 'x');
  await until(() => subscriber.received.some(({ body }) => body.subject === 'xrd/S-2'), 'the second dataset');
  expect(subscriber.received).toHaveLength(2);
});

it('health answers without a token', async () => {
  const { gateway } = await startWorld();
  for (const [method, path] of [
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['HEAD', '/'],
  ] as const) {
    expect((await request(gateway.url + path, { method })).statusCode).toBe(200);
  }
});
