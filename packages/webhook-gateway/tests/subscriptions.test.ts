import { newWebhookKeys, verifyWebhook } from '@zenodo-connect/core/webhooks';
import { expect, it } from 'vitest';
import { newSecret } from '../src/config/secret.ts';
import { Attempts } from '../src/tables/attempts.ts';
import { startWorld } from './_util/gateway.ts';
import { besideGateway } from './_util/store.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

const received = { events: ['deposit.received'] as const };
const now = () => new Date();

it('the combined body is a CloudEvent and a Standard Webhooks payload at once', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const { body, headers, bytes } = subscriber.received[0]!;
  expect(body).toMatchObject({
    specversion: '1.0',
    id: headers['webhook-id'],
    type: 'deposit.received',
    subject: 'xrd/S-1',
    partitionkey: 'xrd/S-1',
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    data: { dataset: 'S-1' },
  });
  expect(headers['content-type']).toBe('application/json');
  expect(headers['content-digest']).toMatch(/^sha-256=:[A-Za-z0-9+/]{43}=:$/);
  verifyWebhook({ headers, body: bytes, secrets: secret, now: now() });
});

it('every event says its place in the order of all, in each format', async () => {
  const [whole, binary] = [await startSubscriber(), await startSubscriber()];
  const { send } = await startWorld({
    subscribers: [
      { ...whole.config, ...received },
      { ...binary.config, ...received, name: 'binary', format: 'cloudevents-binary' },
    ],
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await send.put('xrd/S-1/b.xy', 'y');
  await until(() => whole.received.length === 2 && binary.received.length === 2, 'both events at both');
  const places = whole.received.map(({ body }) => body.sequence);
  expect(places).toEqual([expect.stringMatching(/^\d{12}$/), expect.stringMatching(/^\d{12}$/)]);
  expect(places[0]! < places[1]!).toBe(true);
  expect(binary.received.map(({ headers }) => headers['ce-sequence'])).toEqual(places);
});

it('a structured CloudEvent has its own media type', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received, format: 'cloudevents-structured' }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  expect(subscriber.received[0]!.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(subscriber.received[0]!.body).toMatchObject({ specversion: '1.0', type: 'deposit.received' });
});

it('a binary CloudEvent has its attributes in headers and its data in the body, signed as sent', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received, format: 'cloudevents-binary' }] });
  await send.put(`xrd/${encodeURIComponent('Größe 1')}/a.xy`, 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const { body, headers, bytes } = subscriber.received[0]!;
  expect(headers).toMatchObject({
    'ce-specversion': '1.0',
    'ce-id': headers['webhook-id'],
    'ce-type': 'deposit.received',
    'ce-subject': 'xrd/Gr%C3%B6%C3%9Fe%201',
    'content-type': 'application/json',
  });
  expect(body).toMatchObject({ dataset: 'Größe 1' });
  verifyWebhook({ headers, body: bytes, secrets: secret, now: now() });
});

it('a thin event says where the whole one is, and no more', async () => {
  const subscriber = await startSubscriber();
  const { send, gateway } = await startWorld({ subscribers: [{ ...subscriber.config, ...received, format: 'thin' }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const { body } = subscriber.received[0]!;
  expect(body).toMatchObject({ type: 'deposit.received', dataref: `${gateway.url}/api/v1/events/${body.id}` });
  expect(body).not.toHaveProperty('data');
});

it('every active secret signs, v1 and v1a, and each verifies alone', async () => {
  const keys = newWebhookKeys();
  const second = newSecret();
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [{ ...subscriber.config, ...received, secrets: [second, keys.signing] }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const { headers, bytes } = subscriber.received[0]!;
  expect(String(headers['webhook-signature']).split(' ')).toHaveLength(3);
  for (const one of [secret, second, keys.verifying]) verifyWebhook({ headers, body: bytes, secrets: one, now: now() });
});

it('a receiver that cannot check signatures gets its header, and no signature', async () => {
  const subscriber = await startSubscriber();
  const { secret: _, ...config } = subscriber.config;
  const header = { name: 'X-Lab-Key', value: 'a value of tests, long enough' };
  const { send } = await startWorld({ subscribers: [{ ...config, ...received, header }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const { headers } = subscriber.received[0]!;
  expect(headers['x-lab-key']).toBe(header.value);
  expect(headers['webhook-signature']).toBeUndefined();
  expect(headers['webhook-id']).toMatch(/^evt_/);
});

it.each([
  [
    'E-16: a header that HTTP sets',
    { header: { name: 'Content-Length', value: '0123456789abcdef' } },
    'its header Content-Length is one that',
  ],
  ['E-16: a header with a line end', { header: { name: 'X-A', value: '0123456789abcdef\r\nX-B: 1' } }, 'printable ASCII'],
  ['E-16: a name with a line end', { header: { name: 'X-A\r\nB', value: '0123456789abcdef' } }, 'no usable name'],
  ['neither secret nor header', { secret: undefined }, 'neither a secret nor a header'],
  ['a type that there is not', { events: ['deposit.recieved'] }, 'which there is not. Did you mean "deposit.received"?'],
  ['a group that there is not', { events: ['deposits.*'] }, 'Did you mean "deposit.*"?'],
  ['a filter for a type that there is not', { filter: { type: { $in: ['deposit.publishd'] } } }, 'Did you mean "deposit.published"?'],
  ['E-09: another scheme', { url: 'gopher://example.org/' }, 'only https: and http: are taken'],
  ['E-09: a port of another service', { url: 'http://example.org:6379/' }, 'port 6379'],
  ['E-09: a user name', { url: 'http://me:pw@example.org/' }, 'user name or password'],
  ['E-09: a fragment', { url: 'http://example.org/#a' }, 'a fragment'],
  ['E-09: a backslash', { url: 'http:\\\\example.org\\a' }, 'a backslash'],
  ['E-10: a letter that looks like another', { url: 'https://ex\u0430mple.org/' }, 'write it as xn--exmple-4nf.org'],
  ['E-11: the gateway itself', { url: 'https://gw.lab.example/in/xrd' }, 'this gateway itself'],
  ['E-20: metadata although private is allowed', { url: 'http://169.254.169.254/' }, "a cloud's or a network's own services"],
])('%s is refused at the start, with the reason', async (_name, change, reason) => {
  const config = { name: 'bad', url: 'https://example.org/', secret, allowPrivate: true, ...change };
  await expect(startWorld({ publicUrl: 'https://gw.lab.example', subscribers: [config as never] })).rejects.toThrow(reason);
});

it('a filter lets through what fits it, and groups name types', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({
    subscribers: [{ ...subscriber.config, events: ['deposit.*'], filter: { 'data.dataset': { $startsWith: 'S-' } } }],
    deposits: { run: false },
  });
  await send.put('xrd/T-1/a.xy', 'x');
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'one event');
  expect(subscriber.received[0]!.body.subject).toBe('xrd/S-1');
});

it('E-12: each try is kept with its address, its times and 64 KiB of the answer, and no secret that was echoed', async () => {
  let answered = 0;
  const subscriber = await startSubscriber((response, { headers }) => {
    answered += 1;
    response.writeHead(answered === 1 ? 500 : 200);
    response.end(`${headers['x-lab-key']} ${secret} ${'a'.repeat(answered === 1 ? 10 : 100_000)}`);
  });
  const header = { name: 'X-Lab-Key', value: 'Bearer 0123456789abcdefg' };
  const { send, config } = await startWorld({ subscribers: [{ ...subscriber.config, ...received, header }] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => answered === 2, 'two tries');
  const list = () => besideGateway(config.folder, async (store) => (await new Attempts(store).list({ subscriber: 'listener' })).attempts);
  await until(async () => (await list()).length === 2, 'both are kept');
  const [second, first] = await list();
  expect(first).toMatchObject({ number: 1, status: 500, result: 'answered 500', address: '127.0.0.1', answerCut: false });
  expect(first!.phases).toMatchObject({ connect: expect.any(Number), firstByte: expect.any(Number) });
  expect(first!.answer).toBe(`[secret] [secret] ${'a'.repeat(10)}`);
  expect(second).toMatchObject({ number: 2, status: 200, answerCut: true });
  expect(second!.answer!.length).toBeLessThanOrEqual(65_536);
});

it('Q-12 a subscriber that fails in a row is given rests and single probes, and the others are told once', async () => {
  const dead = await startSubscriber((response) => response.writeHead(500).end());
  const watcher = await startSubscriber();
  const { send } = await startWorld({
    subscribers: [
      { ...dead.config, name: 'dead', ...received },
      { ...watcher.config, name: 'watcher', events: ['gateway.*'] },
    ],
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 10), pollMs: 20, breakAfter: 3, restsMs: [200] },
    deposits: { run: false },
  });
  for (let n = 0; n < 8; n += 1) await send.put(`xrd/S-${n}/a.xy`, 'x');
  await until(() => watcher.types().includes('gateway.subscriber.failing'), 'the others are told');
  const [before, began] = [dead.received.length, Date.now()];
  await new Promise((resolve) => setTimeout(resolve, 700));
  // One after each rest, and those that were on their way: without rests every 10 ms.
  expect(dead.received.length - before).toBeLessThanOrEqual(4 + (Date.now() - began) / 200);

  dead.behaviour.answer = (response) => response.writeHead(204).end();
  await until(() => new Set(dead.received.map(({ body }) => body.id)).size === 8, 'all events');
  await until(() => watcher.types().includes('gateway.subscriber.recovered'), 'they are told of that too');
  expect(watcher.types().filter((type) => type === 'gateway.subscriber.failing')).toHaveLength(1);
});

it('Q-09 who answers 503 with Retry-After gets its pause for all events', async () => {
  const busy = await startSubscriber((response) => response.writeHead(503, { 'retry-after': '3600' }).end());
  const { send } = await startWorld({ subscribers: [{ ...busy.config, ...received }], deposits: { run: false } });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => busy.received.length === 1, 'the first try');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await send.put('xrd/S-2/a.xy', 'x');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(busy.received).toHaveLength(1);
});

it('Q-12 after days of nothing but failures a subscriber is disabled, and keeps its events', async () => {
  const dead = await startSubscriber((response) => response.writeHead(500).end());
  const { send } = await startWorld({
    subscribers: [{ ...dead.config, ...received }],
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 30), pollMs: 20, disableAfterMs: 100 },
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(async () => (await send.get('/')).text.includes('disabled since'), 'it is disabled');
  expect((await send.get('/')).text).toMatch(/<td>1<[^\n]*<td>0</);
});

it('others are warned at 50, 70 and 90 % of the time after which a subscriber is disabled, once each', async () => {
  const dead = await startSubscriber((response) => response.writeHead(500).end());
  const ops = await startSubscriber();
  const { send } = await startWorld({
    subscribers: [
      { ...dead.config, name: 'dead', ...received },
      { ...ops.config, name: 'ops', events: ['gateway.subscriber.*'] },
    ],
    deliveries: { delaysMs: Array.from({ length: 500 }, () => 30), pollMs: 20, breakAfter: 3, restsMs: [10], disableAfterMs: 4_000 },
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => ops.types().includes('gateway.subscriber.disabled'), 'it is disabled');
  const failing = ops.received.filter(({ body }) => body.type === 'gateway.subscriber.failing').map(({ body }) => body.data);
  const told = failing.map((data) => data['used_up_percent']);
  // On a busy machine no try may fall between two of them; each that does tells it once, and in order.
  expect(told).toEqual([0, 50, 70, 90].filter((percent) => told.includes(percent)));
  expect(told.length).toBeGreaterThan(1);
  expect(failing.map((data) => data['disabled_at'])).toEqual(
    failing.map((data) => new Date(Date.parse(String(data['failing_since'])) + 4_000).toISOString()),
  );
});

it('an event that is given up is told to the others, and not again of that', async () => {
  const dead = await startSubscriber((response) => response.writeHead(500).end());
  const { send } = await startWorld({
    subscribers: [
      { ...dead.config, name: 'dead', ...received },
      { ...dead.config, name: 'dead-too', events: ['gateway.*'] },
    ],
    deliveries: { delaysMs: [10], pollMs: 20 },
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => dead.types().filter((type) => type === 'gateway.dead_letter').length === 2, 'two tries to tell of it');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(new Set(dead.received.filter(({ body }) => body.type === 'gateway.dead_letter').map(({ body }) => body.id)).size).toBe(1);
});
