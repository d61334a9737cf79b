import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newWebhookKeys } from '@zenodo-connect/core/webhooks';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { newSecret } from '../src/config/secret.ts';
import { SecretBox } from '../src/subscribers/secret-box.ts';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

it('no token and no secret is in a log line, an answer, an event, the page or the data folder', async () => {
  const subscriber = await startSubscriber((response) => response.writeHead(500).end());
  const { send, log, config, zenodo, gateway } = await startWorld({ subscribers: [subscriber.config] });
  zenodo.faults.answer({ path: '/api/*', times: 2 }, { status: 500, body: 'broken' });
  const token = send.token ?? '';
  const answers = [
    await send.put('xrd/S-1/a.xy', 'x'),
    await send.put(`xrd/S-1/a.jpg?token=${token}`, 'x', { 'x-meta-note': token }),
    await send.put('xrd/S-1/%ff', 'x'),
    await send.get(`/nope/${token}`),
    await send.get('/'),
  ];
  await until(() => log.some((line) => 'attempt' in line), 'a delivery is logged');
  const job = await send.get(`/jobs/${String(answers[0]?.json['id'])}`);
  await gateway.close();
  const files = await Promise.all(
    (await readdir(config.folder)).filter((name) => name.includes('.db')).map((name) => readFile(join(config.folder, name), 'latin1')),
  );
  const places = {
    log: JSON.stringify(log),
    answers: JSON.stringify([...answers, job].map(({ text, headers }) => [text, headers])),
    events: subscriber.received.map(({ bytes, headers }) => bytes.toString() + JSON.stringify(headers)).join('\n'),
    data: files.join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const planted of [token, token.slice(4), zenodo.tokens.owner, secret, secret.slice(6)])
      expect(text.includes(planted), place).toBe(false);
  }
});

it('L-02: no secret is in a log line, an answer, a page, a stream, a metric, a span, an event, an attempt or the database', async () => {
  const header = { name: 'X-Lab-Key', value: 'planted-header-value-0123456789' };
  const keys = newWebhookKeys();
  const apiSecret = newSecret();
  // This subscriber answers with all that it was sent.
  const echo = await startSubscriber((response, { headers, bytes }) =>
    response.writeHead(500).end(JSON.stringify(headers) + bytes.toString() + apiSecret),
  );
  const world = await startWorld({
    subscribers: [{ ...echo.config, header, secrets: [keys.signing] }],
    deliveries: { delaysMs: [10], pollMs: 20 },
  });
  const { send, log, config, zenodo, gateway } = world;
  zenodo.faults.answer({ path: '/api/*', times: 2 }, { status: 500, body: 'broken' });
  const admin = await apiOf(world, 'admin');
  const person = await personOf(world);
  const made = await admin.call('POST', '/subscriptions', { name: 'lab', url: echo.config.url, allow_private: true, secrets: [apiSecret] });
  expect(made.status).toBe(201);
  const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await until(async () => (await admin.call('GET', '/dead-letters')).json['deliveries'] !== undefined, 'the list');
  await until(() => log.some((line) => String((line as { result?: string }).result).includes('given up')), 'an event is given up');
  const api = [
    '/deposits',
    `/deposits/${id}`,
    '/events',
    '/dead-letters',
    '/subscriptions',
    '/subscriptions/listener/attempts',
    '/subscriptions/lab/attempts',
    '/tokens',
  ];
  const pages = [
    '/',
    '/files',
    '/dead-letters',
    '/approvals',
    '/subscribers',
    '/subscribers/listener',
    '/subscribers/lab',
    `/deposits/${id}`,
    '/metrics',
    '/openapi.json',
  ];
  const answers: string[] = [];
  for (const path of api) answers.push((await admin.call('GET', path)).text);
  for (const path of pages) answers.push((await person.get(path)).text);
  const refused = await request(`${gateway.url}/api/v1/nope?token=${admin.token}`, { headers: { authorization: `Bearer ${admin.token}` } });
  answers.push(await refused.body.text());
  await gateway.close();
  const names = (await readdir(config.folder)).filter((name) => name.includes('.db'));
  const data = (await Promise.all(names.map((name) => readFile(join(config.folder, name), 'latin1')))).join('\n');
  const session = person.cookie.split('=')[1]!;
  const planted = [send.token ?? '', admin.token, session, person.password, person.link.split('/').at(-1)!, zenodo.tokens.owner];
  const signing = [secret, secret.slice(6), header.value, keys.signing, keys.signing.slice(5), apiSecret, apiSecret.slice(6)];
  const places = {
    log: JSON.stringify(log),
    answers: answers.join('\n'),
    data,
    events: echo.received.map(({ bytes }) => bytes.toString()).join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const one of [...planted, ...signing]) expect(text.includes(one), `${place} holds ${one.slice(0, 12)}…`).toBe(false);
  }
});

it('L-05: what is sealed opens with its own key, in its own place alone', async () => {
  const box = new SecretBox(Buffer.alloc(32, 1));
  const sealed = box.seal('whsec_a', 'subscriber.sealed.lab');
  expect(box.unseal(sealed, 'subscriber.sealed.lab')).toBe('whsec_a');
  expect(() => box.unseal(sealed, 'subscriber.sealed.other')).toThrow();
  expect(() => new SecretBox(Buffer.alloc(32, 2)).unseal(sealed, 'subscriber.sealed.lab')).toThrow('another gateway key');
  await expect(SecretBox.open('/nowhere', 'c2hvcnQ=')).rejects.toThrow('32 bytes');
});

it('a line of the log has the fields that it may have', async () => {
  const { send, log } = await startWorld();
  await send.put('xrd/S-1/a.xy', 'x');
  await send.put('nope/S-1/a.xy', 'x');
  await until(() => log.filter((line) => (line as { kind: string }).kind === 'request').length === 2, 'two requests are logged');
  const [taken, refused] = log as [object, object];
  expect(taken).toEqual({
    time: expect.any(String),
    level: 'info',
    kind: 'request',
    request: expect.any(String),
    method: 'PUT',
    path: '/in/:route/:dataset/:file',
    status: 202,
    ms: expect.any(Number),
    job: expect.any(String),
  });
  expect(refused).toMatchObject({ status: 404, problem: 'not-found' });
});
