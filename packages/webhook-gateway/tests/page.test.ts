import { expect, it } from 'vitest';
import { homePage } from '../src/pages/home-page.ts';
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
  const page = homePage({ jobs: [job as never], subscribers: [], routes: [], zenodo: 'z', now: new Date() });
  expect(page).not.toContain('javascript:');
});

it('the page is for this machine unless the configuration says otherwise', async () => {
  const { send } = await startWorld();
  expect((await send.get('/', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
  const off = await startWorld({ page: 'off' });
  expect((await off.send.get('/')).json).toMatchObject({ type: 'urn:zenodo-connect:problem:not-for-you' });
});
