import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { homePage } from '../src/pages/home-page.ts';
import { client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { startSubscriber } from './_util/subscriber.ts';

it('the page shows deposits and subscribers, and loads nothing', async () => {
  const subscriber = await startSubscriber();
  const { send } = await startWorld({ subscribers: [subscriber.config] });
  await send.put('xrd/S-2291/scan42.xy', 'x');
  const page = await send.get('/');
  expect(page.status).toBe(200);
  expect(page.text).toContain('S-2291');
  expect(page.text).toContain('scan42.xy');
  expect(page.text).toContain('listener');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.text).not.toMatch(/<script|src=|@import|url\(/);
});

it('sizes are readable, drafts are counted once each, and links lead to what they name', async () => {
  const { gateway, zenodo, send } = await startWorld();
  const drafts = client(gateway.url, await gateway.addToken('drafts'));
  const published = await send.put('xrd/S-1/a.xy', Buffer.alloc(72_667));
  const left = [
    await drafts.put('drafts/S-2/a.xy', 'x'),
    await drafts.put('drafts/S-2/b.xy', 'y'),
    await drafts.put('drafts/S-3/a.xy', 'z'),
  ];
  const record = await send.untilState(String(published.json['id']), 'findable');
  for (const { json } of left) await drafts.untilState(String(json['id']), 'left');
  const { text } = await send.get('/');
  expect(text).toContain('72.7 kB');
  expect(text).toContain('1 byte<');
  expect(text).toContain('2 drafts left for a person, 1 published.');
  expect(text).toMatch(/<a href="http:[^"]*\/uploads\/\d+" rel="noreferrer">Draft \d+<\/a>/);
  expect(text).toContain(`<a href="${String(record['record_url'])}" rel="noreferrer">${String(record['doi'])}</a>`);
  const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!);
  expect(links).toContain(zenodo.url);
  for (const url of links.filter((one) => one.startsWith('http'))) expect((await request(url)).statusCode).toBe(200);
});

it('what stopped says that the file is to be sent again', async () => {
  const { send, zenodo } = await startWorld();
  zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
  const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await send.untilState(id, 'failed');
  const { text } = await send.get('/');
  expect(text).toContain('1 stopped and in need of a person.');
  expect(text).toContain('send it again to have another try');
  expect((await send.get(`/jobs/${id}`, { accept: 'text/plain' })).text).toMatch(/^ERROR .* send it again to have another try\.\n$/);
});

it('a draft for a second person has all its steps behind it, and both pages lead to the draft and to the decision', async () => {
  const { send, gateway } = await startWorld({}, [recipe.replace(/publish:.*/, 'publish: { mode: approval }')]);
  const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const job = await send.untilState(id, 'left');
  const { text } = await send.get(`/deposits/${id}`, { authorization: '' });
  const [steps] = /<ol class="steps">.*?<\/ol>/s.exec(text)!;
  expect([steps.match(/<li /g)?.length, steps.match(/class="done"/g)?.length]).toEqual([7, 7]);
  expect(text).toContain('it is published once a second person approves it.');
  expect(text).toContain('<a href="/approvals">Approvals</a>');
  const approvals = (await client(gateway.url, undefined).get('/approvals')).text;
  expect(approvals).toContain(`<a href="${String(job['record_url'])}" rel="noreferrer">Draft`);
  expect(approvals).toContain('<small>xrd</small>');
});

it('what came from outside is text on the page', async () => {
  const { send } = await startWorld({}, [recipe.replace(/match:\n.*\n/, '')]);
  await send.put(`xrd/${encodeURIComponent('<img src=x onerror=alert(1)>"\'')}/${encodeURIComponent('<b>.xy')}`, 'x');
  const { text } = await send.get('/');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
  expect(text).not.toContain('<img');
  expect(text).not.toContain('<b>');
});

it('a link to anything but http is none', () => {
  const job = {
    id: '1',
    key: 'k',
    series: 's',
    state: 'published',
    files: [],
    meta: {},
    nextAction: '',
    updatedAt: new Date(),
    htmlUrl: 'javascript:alert(1)',
    doi: '10.1/x',
  };
  const stats = { queued: 0, running: 0, waiting: 0, left: 0, submitted: 0, published: 1, findable: 0, failed: 0, cancelled: 0 };
  const page = homePage({ jobs: [job as never], stats, drafts: 0, subscribers: [], routes: [], zenodo: 'http://z', now: new Date() });
  expect(page).not.toContain('javascript:');
});

it('the page is for this machine unless the configuration says otherwise', async () => {
  const { send } = await startWorld();
  const stranger = await send.get('/', { 'x-forwarded-for': '203.0.113.9', authorization: '' });
  expect([stranger.status, stranger.headers['location']]).toEqual([303, '/sign-in']);
  expect((await send.get('/', { host: 'rebound.example', authorization: '' })).status).toBe(303);
  const off = await startWorld({ page: 'off' });
  expect((await off.send.get('/')).json).toMatchObject({ type: 'urn:zenodo-connect:problem:not-for-you' });
});

describe('a person at a browser', () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', authorization: '' };

  it.each([
    ['/deposits/nope', 404, 'There is no such deposit.'],
    ['/subscribers/nope', 404, 'There is no subscription &quot;nope&quot;.'],
    ['/join/nope', 404, 'one is good for 15 minutes'],
    ['/drafts/1/stop/x', 404, 'There is no held draft at this address.'],
    ['/<script>', 404, 'There is nothing at this address.'],
    ['/audit', 403, '<a href="/sign-in">Sign in</a>'],
  ])('gets a page from %s that says what is wrong, and runs nothing', async (path, status, words) => {
    const { send } = await startWorld({ deposits: { run: false } });
    const answer = await send.get(path, html);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.text).toContain(words);
    expect(answer.text).not.toMatch(/<script|GET \/api/);
  });

  it('and a program get JSON from where programs ask', async () => {
    const { send } = await startWorld({ deposits: { run: false } });
    for (const path of ['/api/v1/deposits', '/jobs/nope', '/in/xrd/tus/x'])
      expect((await send.get(path, html)).headers['content-type'], path).toBe('application/problem+json');
    expect((await send.get('/deposits/nope')).headers['content-type']).toBe('application/problem+json');
  });
});
