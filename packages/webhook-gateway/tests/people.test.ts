import { request } from 'undici';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Entrance } from '../src/people/entrance.ts';
import { personOf } from './_util/browser.ts';
import { client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const still = { deposits: { run: false } };

it('A-02: the set-up link makes one person, once, and is none when there is somebody', async () => {
  const { gateway } = await startWorld(still);
  const entrance = gateway.app.get(Entrance);
  const link = await entrance.setUpLink();
  expect((await request(link!)).statusCode).toBe(200);
  const join = async (name: string, password: string) => {
    const body = new URLSearchParams({ name, password }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return request(link!, { method: 'POST', headers, body });
  };
  expect((await join('ada', 'short')).statusCode).toBe(400);
  const joined = await join('ada', 'correct horse battery');
  expect(joined.statusCode).toBe(303);
  expect(joined.headers['set-cookie']).toMatch(/^gateway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  expect((await join('eve', 'correct horse battery')).statusCode).toBe(400);
  expect((await request(link!)).statusCode).toBe(404);
  expect(await entrance.setUpLink()).toBeUndefined();
});

it('A-03: wrong names, wrong passwords and a locked account get one answer', async () => {
  const world = await startWorld(still);
  const { post, name, password } = await personOf(world);
  const answers = [await post('/sign-in', { name: 'nobody', password })];
  for (let n = 0; n < 5; n += 1) answers.push(await post('/sign-in', { name, password: `wrong ${n}` }));
  answers.push(await post('/sign-in', { name, password }));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]!.status).toBe(401);
});

/** The time of a test that does not wait. */
function clock() {
  const began = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: began });
  onTestFinished(() => void vi.useRealTimers());
  return { after: (minutes: number) => vi.setSystemTime(began + minutes * 60_000) };
}

it('A-02 a link that nobody used for 15 minutes is none any more', async () => {
  const { after } = clock();
  const { gateway } = await startWorld(still);
  const link = await gateway.app.get(Entrance).setUpLink();
  after(14);
  expect((await request(link!)).statusCode).toBe(200);
  after(16);
  expect((await request(link!)).statusCode).toBe(404);
  const body = new URLSearchParams({ name: 'ada', password: 'correct horse battery' }).toString();
  const late = await request(link!, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  expect(late.statusCode).toBe(400);
});

it('A-03 each wrong password after the fourth locks the account for twice as long', async () => {
  const { after } = clock();
  const world = await startWorld(still);
  const { post, name, password } = await personOf(world);
  const opens = async () => (await post('/sign-in', { name, password })).status === 303;
  const fail = () => post('/sign-in', { name, password: 'wrong' });
  for (let n = 0; n < 5; n += 1) await fail();
  expect(await opens()).toBe(false);
  after(1.1);
  await fail();
  after(2.5);
  expect(await opens()).toBe(false);
  after(3.2);
  expect(await opens()).toBe(true);
});

it('A-04 behind TLS the cookie is bound to the host', async () => {
  const world = await startWorld({ ...still, publicUrl: 'https://gw.lab.example' });
  const link = await world.gateway.app.get(Entrance).invitation(['read']);
  const joined = await request(link.replace('https://gw.lab.example', world.gateway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ name: 'ada', password: 'correct horse battery' }).toString(),
  });
  expect(joined.headers['set-cookie']).toMatch(/^__Host-gateway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
});

it('a person signs in, and out again', async () => {
  const world = await startWorld({ ...still, page: 'sign-in' });
  const { get, post, act, name, password } = await personOf(world);
  expect((await request(`${world.gateway.url}/`)).statusCode).toBe(303);
  expect((await get('/')).status).toBe(200);
  expect((await post('/sign-in', { name, password })).status).toBe(303);
  expect((await act('/sign-out')).status).toBe(303);
  expect((await get('/')).status).toBe(303);
});

it('A-04: a forged form does nothing', async () => {
  const world = await startWorld(still);
  const { post, act, cookie, get } = await personOf(world);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const path = `/deposits/${id}/cancel`;
  const key = /name="key" value="([^"]+)"/.exec((await get('/')).text)![1]!;
  expect((await post(path, {}, { cookie })).status).toBe(403);
  expect((await post(path, { key: `${key}x` }, { cookie })).status).toBe(403);
  expect((await post(path, { key }, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post(path, { key }, { cookie, origin: 'https://evil.example' })).status).toBe(403);
  expect((await post(path, { key }, { cookie, origin: 'null' })).status).toBe(403);
  expect((await post(path, { key })).status).toBe(401);
  expect((await world.send.job(id))['status']).toBe('queued');
  const api = await request(`${world.gateway.url}/api/v1/deposits/${id}/cancel`, { method: 'POST', headers: { cookie } });
  expect(api.statusCode).toBe(403);
  expect((await act(path)).status).toBe(303);
  expect((await world.send.job(id))['status']).toBe('cancelled');
});

it('A-06: no page is framed, sniffed or told of elsewhere', async () => {
  const world = await startWorld(still);
  const { get } = await personOf(world);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  for (const path of ['/', '/files', '/dead-letters', '/approvals', '/subscribers', '/audit', `/deposits/${id}`, '/sign-in']) {
    const { status, headers, text } = await get(path);
    expect(status, path).toBe(200);
    expect(headers['content-security-policy'], path).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/);
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(text, path).not.toMatch(/src=|@import|url\(|style=|onclick/);
  }
});

it('A-05, J-09 what comes from outside is text on every page', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'';
  const subscriber = await startSubscriber((response) => response.writeHead(500).end(`<img src=x onerror=alert(1)>`));
  const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, events: ['deposit.received'] }] }, [
    recipe.replace(/match:\n.*\n/, ''),
  ]);
  const { get } = await personOf(world);
  const id = String((await world.send.put(`xrd/${encodeURIComponent(evil)}/${encodeURIComponent('<b>.xy')}`, 'x')).json['id']);
  await until(async () => (await get('/subscribers/listener')).text.includes('answered 500'), 'a try');
  for (const path of ['/', '/files', '/dead-letters', '/approvals', '/subscribers', '/subscribers/listener', '/audit', `/deposits/${id}`]) {
    const { text } = await get(path);

    expect(text, path).not.toContain('<img');
    expect(text, path).not.toContain('<b>.xy');
  }
});

it('a scope opens what it names: a reader sees no buttons and does nothing', async () => {
  const world = await startWorld(still);
  const reader = await personOf(world, ['read'], 'bob');
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const { text } = await reader.get(`/deposits/${id}`);
  expect(text).not.toContain('Take it back');
  expect((await reader.act(`/deposits/${id}/cancel`)).status).toBe(403);
});

it('a failed deposit is edited on its page and goes on', async () => {
  const world = await startWorld();
  const { get, act } = await personOf(world);
  world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await world.send.untilState(id, 'failed');
  expect((await get('/dead-letters')).text).toContain(`/deposits/${id}`);
  const refused = await act(`/deposits/${id}/edit`, { metadata: '{"title": "Mine" "publisher": "<b>"}' });
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('no JSON object (Expected')]);
  // What was written is not lost, and is text.
  expect(refused.text).toContain('{&quot;title&quot;: &quot;Mine&quot; &quot;publisher&quot;: &quot;&lt;b&gt;&quot;}</textarea>');
  expect(refused.text).toContain('deposit.failed');
  const api = (await world.gateway.app.get(Entrance).tokens.add('t', ['read'])).token;
  const answer = await request(`${world.gateway.url}/api/v1/deposits/${id}`, { headers: { authorization: `Bearer ${api}` } });
  const { metadata } = (await answer.body.json()) as { metadata: object };
  expect((await act(`/deposits/${id}/edit`, { metadata: JSON.stringify({ ...metadata, title: 'Better' }) })).status).toBe(303);
  await world.send.untilState(id, 'findable');
  expect((await get(`/deposits/${id}`)).text).toContain('Better');
});

it('safe to delete is told per file', async () => {
  const world = await startWorld();
  const { get } = await personOf(world);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await world.send.untilState(id, 'findable');
  expect((await get('/files')).text).toContain('Yes: Zenodo has it, and the checksum was compared');
});

it('a draft that waits is approved by a second person, who says that it is for ever', async () => {
  const approval = recipe.replace('route: xrd', 'route: careful').replace(/publish:.*/, 'publish: { mode: approval }');
  const world = await startWorld({}, [recipe, approval]);
  const careful = client(world.gateway.url, await world.gateway.addToken('careful'));
  const id = String((await careful.put('careful/S-1/a.xy', 'x')).json['id']);
  const { json } = { json: await careful.untilState(id, 'left') };
  expect(json['safe_to_delete']).toBe(true);
  const { get, act } = await personOf(world);
  const draft = /\/approvals\/(\d+)\/approve/.exec((await get('/approvals')).text)![1]!;
  expect((await act(`/approvals/${draft}/approve`)).status).toBe(400);
  expect((await act(`/approvals/${draft}/approve`, { sure: 'yes' })).status).toBe(303);
  await careful.untilState(id, 'findable');
});

it('events are counted before they are sent again', async () => {
  const subscriber = await startSubscriber();
  const world = await startWorld({ ...still, subscribers: [{ ...subscriber.config, events: ['deposit.received'] }] });
  const { act, get } = await personOf(world);
  await world.send.put('xrd/S-1/a.xy', 'x');
  await until(() => subscriber.received.length === 1, 'the event');
  const counted = await act('/subscribers/listener/replay', { from: '2020-01-01T00:00' });
  expect(counted.text).toContain('These are 1 events');
  expect((await act('/subscribers/listener/replay', { from: '2020-01-01T00:00', confirm: '7' })).text).toContain('nothing was sent');
  expect((await act('/subscribers/listener/replay', { from: '2020-01-01T00:00', confirm: '1' })).status).toBe(303);
  await until(() => subscriber.received.length === 2, 'it came again');
  expect((await get('/subscribers/listener?done=It%20is%20enabled.')).text).toContain('role="status">It is enabled.');
  expect((await get('/subscribers/listener?done=Send%20me%20your%20password')).text).not.toContain('password');
});
