import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Attempts } from '../src/tables/attempts.ts';
import { apiOf } from './_util/api.ts';
import { startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

const still = { deposits: { run: false } };

/** A receiver that answers OPTIONS with these headers, and keeps what it was asked. */
async function receiver(consent: Readonly<Record<string, string>>, status = 200) {
  const asked: { method: string | undefined; origin: IncomingMessage['headers'][string]; at: number }[] = [];
  const answers = { consent, status };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    asked.push({ method: request.method, origin: request.headers['webhook-request-origin'], at: Date.now() });
    if (request.method === 'OPTIONS') response.writeHead(answers.status, answers.consent).end();
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const config = {
    name: 'lab',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    secret,
    allowPrivate: true,
    handshake: true,
  };
  return { asked, answers, config, methods: () => asked.map(({ method }) => method) };
}

it('E-18: a receiver that consents is asked once, by our host, and then gets its events', async () => {
  const { asked, config, methods } = await receiver({ 'webhook-allowed-origin': 'gw.lab.example, other.example' });
  const { send } = await startWorld({ ...still, publicUrl: 'https://gw.lab.example', subscribers: [config] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => methods().includes('POST'), 'the first event');
  await send.put('xrd/S-2/a.xy', 'y');
  await until(() => methods().filter((one) => one === 'POST').length === 2, 'the second event');
  expect(methods()).toEqual(['OPTIONS', 'POST', 'POST']);
  expect(asked[0]!.origin).toBe('gw.lab.example');
});

it.each([
  ['says nothing', {}, 200, 'without WebHook-Allowed-Origin'],
  ['allows another', { 'webhook-allowed-origin': 'other.example' }, 200, 'allowed others than gw.lab.example'],
  ['knows no OPTIONS', { 'webhook-allowed-origin': '*' }, 405, 'answered OPTIONS with 405'],
])('E-18: a receiver that %s gets no event, and the tries say why', async (_what, headers, status, reason) => {
  const { config, methods } = await receiver(headers, status);
  const { send, gateway } = await startWorld({ ...still, publicUrl: 'https://gw.lab.example', subscribers: [config] });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => methods().length >= 2, 'two tries');
  expect(methods()).not.toContain('POST');
  const { attempts } = await gateway.app.get(Attempts).list({ subscriber: 'lab', limit: 1 });
  const [attempt] = attempts;
  expect(attempt!.result).toContain('did not consent to events');
  expect(attempt!.result).toContain(reason);
});

it('a receiver that consents later gets what waited', async () => {
  const { answers, config, methods } = await receiver({});
  const { send } = await startWorld({ ...still, subscribers: [config], deliveries: { delaysMs: [30, 30, 30, 60_000], pollMs: 30 } });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => methods().length > 0, 'the first try');
  answers.consent = { 'webhook-allowed-origin': '*' };
  await until(() => methods().includes('POST'), 'the event');
});

it('no more events a minute are sent than the receiver allows', async () => {
  const { asked, config } = await receiver({ 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '120' });
  const { send } = await startWorld({ ...still, subscribers: [config] });
  const began = Date.now();
  for (const n of [1, 2, 3, 4]) await send.put(`xrd/S-${n}/a.xy`, `x${n}`);
  const posts = () => asked.filter(({ method }) => method === 'POST');
  await until(() => posts().length === 4, 'four events');
  // The first is sent as it is asked for consent; on its way each may be held up, so that two can arrive closer than they left.
  expect(posts()[3]!.at - began).toBeGreaterThanOrEqual(1_000);
});

it('a subscription of the API may ask for it, and says so', async () => {
  const { config, methods } = await receiver({ 'webhook-allowed-origin': '*' });
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'read', 'subscribe');
  const made = await call('POST', '/subscriptions', { name: 'lab', url: config.url, allow_private: true, handshake: true });
  expect(made.json['handshake']).toBe(true);
  await world.send.put('xrd/S-1/a.xy', 'x');
  await until(() => methods().includes('POST'), 'the event');
  expect(methods()[0]).toBe('OPTIONS');
});

it('E-18 whoever was subscribed without a handshake gets one request at a time until it has taken an event', async () => {
  let [now, most] = [0, 0];
  const victim = await startSubscriber((response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      response.writeHead(404).end();
    }, 60);
  });
  const { send } = await startWorld({
    subscribers: [{ ...victim.config, events: ['deposit.received'] }],
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 20), pollMs: 20, breakAfter: 6, restsMs: [60_000] },
    deposits: { run: false },
  });
  for (let n = 0; n < 12; n += 1) await send.put(`xrd/S-${n}/a.xy`, `x${n}`);
  await until(() => victim.received.length >= 6, 'it was asked until it was given a rest');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(most).toBe(1);
  expect(victim.received.length).toBeLessThanOrEqual(7);
});
