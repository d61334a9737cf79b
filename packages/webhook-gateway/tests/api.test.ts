import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../src/api/endpoints.ts';
import { type Scope, scopes } from '../src/people/scopes.ts';
import { apiOf } from './_util/api.ts';
import { client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const still = { deposits: { run: false } };

it('A-01, A-09: every endpoint refuses no token, a wrong one, an ingest token, and one without its scope', async () => {
  const world = await startWorld(still);
  const without = new Map<Scope, string>();
  for (const scope of scopes) without.set(scope, (await apiOf(world, ...scopes.filter((one) => one !== scope && one !== 'admin'))).token);
  for (const { method, path, scope } of endpoints) {
    const url = `${world.gateway.url}/api/v1${path.replace(/:\w+/g, 'x')}`;
    const ask = async (authorization: string | undefined) =>
      (await request(url, { method: method.toUpperCase() as 'GET', headers: authorization === undefined ? {} : { authorization } }))
        .statusCode;
    expect(await ask(undefined), `${method} ${path}`).toBe(401);
    expect(await ask('Bearer gwa_wrong'), `${method} ${path}`).toBe(401);
    expect(await ask(`Bearer ${world.send.token}`), `${method} ${path}`).toBe(401);
    expect(await ask(`Bearer ${without.get(scope)}`), `${method} ${path} needs ${scope}`).toBe(403);
  }
});

it('L-01 a token in the query is none', async () => {
  const world = await startWorld(still);
  const { token } = await apiOf(world, 'admin');
  expect((await request(`${world.gateway.url}/api/v1/deposits?token=${token}`)).statusCode).toBe(401);
});

it('OpenAPI 3.1 tells of each endpoint that there is', async () => {
  const { gateway } = await startWorld(still);
  const document = (await (await request(`${gateway.url}/openapi.json`)).body.json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  const ids = Object.values(document.paths).flatMap((one) => Object.values(one).map(({ operationId }) => operationId));
  expect(ids.sort()).toEqual(endpoints.map(({ id }) => id).sort());
  expect(document.paths['/api/v1/events']!['get']!.parameters!.map(({ name }) => name)).toContain('subject');
  expect(JSON.stringify(document).includes('$defs')).toBe(false);
});

describe('deposits', () => {
  it('are listed in pages, by state and by dataset', async () => {
    const world = await startWorld(still);
    const { call } = await apiOf(world, 'read');
    for (const n of [1, 2, 3]) await world.send.put(`xrd/S-${n}/a.xy`, `x${n}`);
    const first = await call('GET', '/deposits?limit=2');
    expect(first.json['items']).toHaveLength(2);
    const second = await call('GET', `/deposits?limit=2&after=${String(first.json['next'])}`);
    expect((second.json['items'] as unknown as { dataset: string }[]).map(({ dataset }) => dataset)).toEqual(['S-1']);
    expect((await call('GET', '/deposits?state=failed,waiting')).json['items']).toEqual([]);
    expect((await call('GET', '/deposits?dataset=xrd%2FS-2')).json['items']).toHaveLength(1);
  });

  it('a dead letter is edited, and goes on with what was edited', async () => {
    const world = await startWorld();
    const { call } = await apiOf(world, 'read', 'operate');
    world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
    const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
    await world.send.untilState(id, 'failed');
    const [letter] = (await call('GET', '/dead-letters')).json['deposits'] as unknown as {
      id: string;
      cure: string;
      metadata: Record<string, unknown>;
    }[];
    expect(letter).toMatchObject({ id, cure: expect.stringContaining('right') });
    const metadata = { ...letter!.metadata, title: 'A better title' };
    expect((await call('PATCH', `/deposits/${id}`, { metadata })).status).toBe(200);
    await world.send.untilState(id, 'findable');
    expect((await call('GET', `/deposits/${id}`)).json).toMatchObject({ metadata: { title: 'A better title' } });
    expect((await call('PATCH', `/deposits/${id}`, { metadata })).status).toBe(409);
  });

  it('progress is told until the deposit is over', async () => {
    const world = await startWorld();
    const { token } = await apiOf(world, 'read');
    const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
    const stream = await request(`${world.gateway.url}/api/v1/deposits/${id}/progress`, { headers: { authorization: `Bearer ${token}` } });
    const text = await stream.body.text();
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(text).toMatch(/"status":"findable"[^\n]*\n\n$/);
  });
});

describe('subscriptions', () => {
  const wanted = { name: 'lab', events: ['deposit.received'], allow_private: true };

  it('are made, get events, and end', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld(still);
    const { call } = await apiOf(world, 'read', 'subscribe');
    const made = await call('POST', '/subscriptions', { ...wanted, url: subscriber.config.url });
    expect(made.status).toBe(201);
    expect(made.json['secret']).toMatch(/^whsec_/);
    await world.send.put('xrd/S-1/a.xy', 'x');
    await until(() => subscriber.received.length === 1, 'the event');
    expect((await call('GET', '/subscriptions/lab')).text).not.toContain(String(made.json['secret']).slice(6));
    expect((await call('DELETE', '/subscriptions/lab')).status).toBe(204);
    await world.send.put('xrd/S-2/a.xy', 'x');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(subscriber.received).toHaveLength(1);
  });

  it('S-14: a rotated secret signs beside the old one until the overlap ends', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld(still);
    const { call } = await apiOf(world, 'read', 'subscribe', 'operate');
    await call('POST', '/subscriptions', { ...wanted, url: subscriber.config.url });
    await call('POST', '/subscriptions/lab/secrets', { overlap_hours: 1 });
    await call('POST', '/subscriptions/lab/test');
    await until(() => subscriber.received.length === 1, 'the test event');
    expect(String(subscriber.received[0]!.headers['webhook-signature']).split(' ')).toHaveLength(2);
    await call('POST', '/subscriptions/lab/secrets', { overlap_hours: 0 });
    await call('POST', '/subscriptions/lab/test');
    await until(() => subscriber.received.length === 2, 'the next one');
    expect(String(subscriber.received[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it.each([
    ['E-01: a private address', { url: 'http://10.0.0.1/', allow_private: false }, 'not a public address'],
    ['E-03: metadata', { url: 'http://169.254.169.254/' }, 'own services'],
    ['E-11: the gateway itself', {}, 'this gateway itself'],
    [
      'E-16: a reserved header',
      { url: 'https://example.org/', header: { name: 'webhook-id', value: '0123456789abcdef' } },
      'another, such as',
    ],
    ['an event that there is not', { url: 'https://example.org/', events: ['deposit.*', 'nope'] }, 'no event "nope"'],
    ['an unknown key', { url: 'https://example.org/', urll: '' }, 'Unrecognized key'],
  ])('%s is refused when it is saved', async (_name, change, reason) => {
    const world = await startWorld(still);
    const { call } = await apiOf(world, 'subscribe');
    const answer = await call('POST', '/subscriptions', { ...wanted, url: `${world.gateway.url}/in/xrd`, ...change });
    expect(answer).toMatchObject({ status: 400, json: { type: 'urn:zenodo-connect:problem:invalid-request' } });
    expect(answer.json['detail']).toContain(reason);
  });

  it('E-17: a test event goes through the same guard, ten a minute, and tells no reader what is in the network', async () => {
    const world = await startWorld({ ...still, deliveries: { delaysMs: [60_000], pollMs: 20 } });
    const { call } = await apiOf(world, 'read', 'operate', 'subscribe');
    // The name is public, and leads to this machine: only the connection can tell.
    await call('POST', '/subscriptions', { name: 'guarded', url: 'http://127.0.0.1:1/', allow_private: ['10.0.0.0/8'] });
    const made = await call('POST', '/subscriptions', { name: 'guarded', url: 'http://localhost:1/', allow_private: ['10.0.0.0/8'] });
    expect(made.status).toBe(201);
    for (let n = 0; n < 10; n += 1) expect((await call('POST', '/subscriptions/guarded/test')).status).toBe(202);
    expect((await call('POST', '/subscriptions/guarded/test')).status).toBe(429);
    await until(
      async () => ((await call('GET', '/subscriptions/guarded/attempts')).json['items'] as unknown as unknown[]).length > 0,
      'a try',
    );
    const [attempt] = (await call('GET', '/subscriptions/guarded/attempts')).json['items'] as unknown as { result: string; answer: null }[];
    expect(attempt).toMatchObject({ result: 'nothing is sent there', answer: null });
  });

  it('those of the configuration are changed there alone', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld({ ...still, subscribers: [subscriber.config] });
    const { call } = await apiOf(world, 'admin');
    expect((await call('PATCH', '/subscriptions/listener', { url: 'https://example.org/' })).status).toBe(409);
    expect((await call('POST', '/subscriptions', { name: 'listener', url: 'https://example.org/' })).status).toBe(409);
  });
});

describe('replay', () => {
  it('A-14: first says how many, and sends them when that number comes back', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, events: ['deposit.received'] }] });
    const { call } = await apiOf(world, 'operate');
    for (const n of [1, 2, 3]) await world.send.put(`xrd/S-${n}/a.xy`, 'x');
    await until(() => subscriber.received.length === 3, 'all three');
    const query = { subscriber: 'listener', types: ['deposit.*'] };
    expect((await call('POST', '/replays', query)).json).toEqual({ count: 3, queued: 0, confirm: 3 });
    expect((await call('POST', '/replays', { ...query, confirm: 2 })).status).toBe(409);
    expect(subscriber.received).toHaveLength(3);
    expect((await call('POST', '/replays', { ...query, confirm: 3 })).json).toEqual({
      count: 3,
      queued: 3,
      replay: expect.any(String),
    });
    await until(() => subscriber.received.length === 6, 'all again');
    expect(new Set(subscriber.received.map(({ body }) => body.id)).size).toBe(3);
  });

  it('takes what a filter fits, counted first', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, events: ['gateway.*'] }] });
    const { call } = await apiOf(world, 'operate');
    for (const n of [1, 2, 3]) await world.send.put(`xrd/S-${n}/a.xy`, `x${n}`);
    const wanted = { subscriber: 'listener', filter: { 'data.dataset': { $in: ['S-1', 'S-3'] } } };
    expect((await call('POST', '/replays', wanted)).json).toEqual({ count: 2, queued: 0, confirm: 2 });
    expect((await call('POST', '/replays', { ...wanted, confirm: 2 })).json).toMatchObject({ count: 2, queued: 2 });
    await until(() => subscriber.received.length === 2, 'both');
    expect(subscriber.received.map(({ body }) => String(body.data['dataset'])).sort()).toEqual(['S-1', 'S-3']);
    expect((await call('POST', '/replays', { ...wanted, filter: { password: 'x' } })).status).toBe(400);
  });

  it('takes one, a subject or a window', async () => {
    const subscriber = await startSubscriber();
    const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, events: ['deposit.received'] }] });
    const { call } = await apiOf(world, 'operate');
    for (const n of [1, 2]) await world.send.put(`xrd/S-${n}/a.xy`, 'x');
    await until(() => subscriber.received.length === 2, 'both');
    const count = async (query: object) => (await call('POST', '/replays', { subscriber: 'listener', ...query })).json['count'];
    expect(await count({ ids: [subscriber.received[0]!.body.id] })).toBe(1);
    expect(await count({ subject: 'xrd/S-2' })).toBe(1);
    expect(await count({ from: '2020-01-01T00:00:00Z', to: '2021-01-01T00:00:00Z' })).toBe(0);
    expect(await count({ state: 'given_up' })).toBe(0);
    expect(await count({ state: 'delivered' })).toBe(2);
  });
});

describe('the stream of events', () => {
  const listen = async (url: string, token: string, headers: Record<string, string> = {}) => {
    const ended = new AbortController();
    const answer = await request(url, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: ended.signal });
    let text = '';
    answer.body.on('data', (chunk: Buffer) => (text += chunk.toString()));
    answer.body.on('error', () => undefined);
    return {
      status: answer.statusCode,
      text: () => text,
      ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
      close: () => ended.abort(),
    };
  };

  it('goes on after Last-Event-ID, without a gap and without a double', async () => {
    const world = await startWorld(still);
    const { token } = await apiOf(world, 'read');
    const url = `${world.gateway.url}/api/v1/events/stream`;
    for (const n of [1, 2]) await world.send.put(`xrd/S-${n}/a.xy`, 'x');
    const first = await listen(url, token, { 'last-event-id': '0' });
    await until(() => first.ids().length === 2, 'what there was');
    await world.send.put('xrd/S-3/a.xy', 'x');
    await until(() => first.ids().length === 3, 'what is new');
    first.close();
    for (const n of [4, 5]) await world.send.put(`xrd/S-${n}/a.xy`, 'x');
    const second = await listen(url, token, { 'last-event-id': String(first.ids().at(-1)) });
    await until(() => second.ids().length === 2, 'what was missed');
    expect([...first.ids(), ...second.ids()]).toEqual([1, 2, 3, 4, 5]);
    expect(first.text()).toContain('event: deposit.received\ndata: {"specversion"');
    second.close();
  });

  it('A-13 begins with what is new without it, and refuses what is no place', async () => {
    const world = await startWorld(still);
    const { token, call } = await apiOf(world, 'read');
    const url = `${world.gateway.url}/api/v1/events/stream`;
    await world.send.put('xrd/S-1/a.xy', 'x');
    const fresh = await listen(url, token);
    await world.send.put('xrd/S-2/a.xy', 'x');
    await until(() => fresh.ids().length === 1, 'the new one');
    fresh.close();
    expect((await call('GET', '/events/stream', undefined, { 'last-event-id': 'evil\u0080' })).status).toBe(400);
    expect((await call('GET', '/events/stream', undefined, { 'last-event-id': '999999' })).status).toBe(404);
  });

  it('A-13: a hundred are served at once, the next one is refused, and has a place when one ends', async () => {
    const world = await startWorld(still);
    const { token } = await apiOf(world, 'read');
    const url = `${world.gateway.url}/api/v1/events/stream`;
    const open = await Promise.all(Array.from({ length: 100 }, () => listen(url, token)));
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await request(url, { headers: { authorization: `Bearer ${token}` } });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
    open[0]!.close();
    await until(async () => {
      const next = await listen(url, token);
      next.close();
      return next.status === 200;
    }, 'there is room again');
    for (const one of open) one.close();
  });

  it('ends when the gateway stops', async () => {
    const world = await startWorld(still);
    const { token } = await apiOf(world, 'read');
    await listen(`${world.gateway.url}/api/v1/events/stream`, token);
    const began = Date.now();
    await world.gateway.close();
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

it.each([
  ['GET', '/events?types=deposit.publishd', undefined],
  ['GET', '/events/stream?types=deposit.publishd', undefined],
  ['GET', '/dead-letters?type=deposit.publishd', undefined],
  ['POST', '/replays', { subscriber: 'listener', types: ['deposit.publishd'] }],
  ['POST', '/replays', { subscriber: 'listener', filter: { type: 'deposit.publishd' } }],
  ['POST', '/subscriptions', { name: 'lab', url: 'https://n8n.lab.example/', events: ['deposit.publishd'] }],
  ['POST', '/subscriptions', { name: 'lab', url: 'https://n8n.lab.example/', filter: { type: { $eq: 'deposit.publishd' } } }],
] as const)('%s %s says which event may have been meant', async (method, path, body) => {
  const subscriber = await startSubscriber();
  const world = await startWorld({ ...still, subscribers: [subscriber.config] });
  const { call } = await apiOf(world, 'admin');
  expect(await call(method, path, body)).toMatchObject({
    status: 400,
    json: { detail: 'There is no event "deposit.publishd". Did you mean "deposit.published"?' },
  });
});

it('a program approves a draft by the same rules as a person: for ever, with the scope, and as one of those who are named', async () => {
  const approval = (more = '') => recipe.replace(/publish:.*/, `publish: { mode: approval${more} }`);
  const world = await startWorld({}, [approval(), approval(', approvers: [irene]').replace('route: xrd', 'route: named')]);
  const named = client(world.gateway.url, await world.gateway.addToken('named'));
  const ids = [String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']), String((await named.put('named/S-2/a.xy', 'y')).json['id'])];
  await world.send.untilState(ids[0]!, 'left');
  await named.untilState(ids[1]!, 'left');
  const [reader, program] = [await apiOf(world, 'read', 'operate'), await apiOf(world, 'read', 'approve')];
  const { items } = (await program.call('GET', '/approvals')).json as unknown as { items: { draft: string; deposit: string }[] };
  const draftOf = (id: string): string => items.find(({ deposit }) => deposit === id)!.draft;
  const forEver = { i_understand_publication_is_permanent: true };
  const approve = (who: typeof reader, id: string, body: object) => who.call('POST', `/approvals/${draftOf(id)}/approve`, body);
  expect((await approve(reader, ids[0]!, forEver)).status).toBe(403);
  expect((await approve(program, ids[0]!, {})).status).toBe(400);
  expect((await approve(program, ids[1]!, forEver)).json).toMatchObject({ status: 403, next_step: 'Ask one of them: irene.' });
  expect((await program.call('POST', `/approvals/${draftOf(ids[1]!)}/stop`)).status).toBe(204);
  expect((await approve(program, ids[0]!, forEver)).status).toBe(204);
  await world.send.untilState(ids[0]!, 'published', 'findable');
  expect((await named.job(ids[1]!))['status']).toBe('left');
  expect((await program.call('GET', '/approvals?state=stopped')).json['items']).toMatchObject([{ deposit: ids[1], state: 'stopped' }]);
});

it('an address of the API that there is not leads to its description, and not to sending files', async () => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'read');
  const [none, other] = [await call('GET', '/deposit'), await call('POST', '/deposits', {})];
  expect(none).toMatchObject({ status: 404, json: { detail: 'The API has no such address.' } });
  expect(other).toMatchObject({ status: 405, json: { detail: 'This address answers GET only.' } });
  for (const { json } of [none, other]) expect(json['next_step']).toMatch(/^(?!.*\/in\/).*openapi\.json/);
});

it('what Zenodo refused is told by what was being done, with the call as a detail', async () => {
  const world = await startWorld();
  const { call } = await apiOf(world, 'read');
  const answer = { status: 403, body: { status: 403, message: 'No.' } };
  world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, answer);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await world.send.untilState(id, 'failed');
  const { json } = await call('GET', `/deposits/${id}`);
  expect(json['problem']).toMatch(/^Making a draft is not permitted \(403: "No"\)/);
  expect(json['zenodo_answer']).toEqual({ status: 403, method: 'POST', url: `${world.zenodo.url}/api/records` });
});

it.each([
  ['no JSON', '{', 400],
  ['deeper than it may be', `${'['.repeat(100_000)}`, 400],
  ['another type', 'plain', 415, { 'content-type': 'text/plain' }],
  ['too large', JSON.stringify({ name: 'a'.repeat(1_100_000) }), 413],
] as const)('a body that is %s is refused', async (_name, body, status, headers?: Record<string, string>) => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'subscribe');
  expect((await call('POST', '/subscriptions', body, headers)).status).toBe(status);
});

it('L-08: metrics have fixed labels, and are for this machine and for tokens', async () => {
  const world = await startWorld(still);
  await world.send.put('xrd/secret-dataset/a.xy', 'x');
  const answer = await request(`${world.gateway.url}/metrics`);
  const text = await answer.body.text();
  expect(text).toContain('gateway_jobs{state="queued"} 1');
  expect(text).toContain('gateway_requests_total{method="PUT",status="202"} 1');
  expect(text).not.toContain('secret-dataset');
  expect((await request(`${world.gateway.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).statusCode).toBe(401);
});

it('a revoked API token opens nothing at once', async () => {
  const world = await startWorld(still);
  const admin = await apiOf(world, 'admin');
  const made = await admin.call('POST', '/tokens', { name: 'n8n', scopes: ['read'] });
  const ask = () => request(`${world.gateway.url}/api/v1/deposits`, { headers: { authorization: `Bearer ${String(made.json['token'])}` } });
  expect((await ask()).statusCode).toBe(200);
  expect((await admin.call('GET', '/tokens')).text).not.toContain(String(made.json['token']));
  await admin.call('DELETE', `/tokens/${String(made.json['id'])}`);
  expect((await ask()).statusCode).toBe(401);
});
