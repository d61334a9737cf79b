import { expect, it, onTestFinished } from 'vitest';
import { ApiParts } from '../src/api/api-parts.ts';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';

const still = { deposits: { run: false } };

/** The links of a page by their text, as addresses. */
const linksOf = (text: string, name: string): string[] =>
  [...text.matchAll(/<a href="([^"]+)"[^>]*>([^<]+)/g)].flatMap(([, url, said]) => (said === name ? [url!.replaceAll('&amp;', '&')] : []));

async function stopAll({ gateway }: World): Promise<void> {
  const { store } = gateway.app.get(ApiParts);
  await store.write([{ sql: `UPDATE ${store.table('job')} SET state = 'failed', problem = 'It stopped.'` }]);
}

async function giveUp({ gateway }: World, subscriber: string, type: string, count: number): Promise<void> {
  const { store, outbox } = gateway.app.get(ApiParts);
  // Rows to look at and no whole events, so they go before the events of the world are checked.
  onTestFinished(async () => void (await store.write([{ sql: `DELETE FROM ${store.table('outbox')} WHERE job_id = ''` }])));
  for (let n = 0; n < count; n += 1) {
    const id = `${subscriber}-${type}-${n}`;
    await store.write(
      outbox.insert({ id, type, subject: `${subscriber}/${n}.`, jobId: '', body: '{}' } as never, [subscriber], Date.now()),
    );
  }
  await store.write([{ sql: `UPDATE ${store.table('delivery')} SET state = 'given_up' WHERE subscriber = ?`, params: [subscriber] }]);
}

async function tryOften({ gateway }: World, statuses: readonly number[]): Promise<void> {
  const { store, attempts } = gateway.app.get(ApiParts);
  const rest = { subscriber: 'lab', ms: 1, phases: {}, address: undefined, answer: undefined, answerCut: false, bodySha256: '' };
  await store.write(
    statuses.map((status, n) =>
      attempts.insert({ ...rest, eventId: `e${n}.`, number: 1, startedAt: new Date(), status, result: `answered ${status}` }),
    ),
  );
}

const header = { name: 'X-Lab-Key', value: 'Bearer 0123456789abcdefg' };
const lab = { name: 'lab', url: 'http://127.0.0.1:19019/', events: ['gateway.budget.low'], allowPrivate: true, header } as const;
const withLab = { ...still, subscribers: [lab] };

it('each stopped deposit can be reached on the page, and those of one route alone', async () => {
  const world = await startWorld(still, [recipe, recipe.replace('route: xrd', 'route: sem')]);
  const { get } = await personOf(world);
  const sem = { authorization: `Bearer ${await world.gateway.addToken('sem')}` };
  await world.send.put('sem/S-0/a.xy', 'x', sem);
  for (let n = 1; n <= 101; n += 1) await world.send.put(`xrd/S-${n}/a.xy`, `x${n}`);
  await stopAll(world);
  const first = (await get('/dead-letters')).text;
  expect([first.includes('>S-101<'), first.includes('>S-1<'), first.includes('>S-0<')]).toEqual([true, false, false]);
  const second = (await get(linksOf(first, 'Older ones')[0]!)).text;
  expect([second.includes('>S-101<'), second.includes('>S-1<'), second.includes('>S-0<')]).toEqual([false, true, true]);
  expect(linksOf(second, 'Older ones')).toEqual([]);
  expect(linksOf(second, 'Newest')).toEqual(['/dead-letters']);
  const alone = (await get('/dead-letters?route=sem')).text;
  expect([alone.includes('>S-0<'), alone.includes('>S-101<'), alone.includes('<option selected>sem')]).toEqual([true, false, true]);
});

it('each event that was given up can be reached on the page, by subscriber and by type', async () => {
  const world = await startWorld(withLab);
  const { get } = await personOf(world);
  await giveUp(world, 'lab', 'deposit.failed', 101);
  await giveUp(world, 'gone', 'deposit.received', 1);
  const first = (await get('/dead-letters?subscriber=lab')).text;
  expect([first.includes('lab/100.'), first.includes('lab/0.'), first.includes('gone/0.')]).toEqual([true, false, false]);
  const [older] = linksOf(first, 'Older ones');
  const second = (await get(older!)).text;
  expect([second.includes('lab/100.'), second.includes('lab/0.'), second.includes('gone/0.')]).toEqual([false, true, false]);
  const typed = (await get('/dead-letters?type=deposit.received')).text;
  expect([typed.includes('gone/0.'), typed.includes('lab/')]).toEqual([true, false]);
});

it('what an address of the page asks for and makes no sense is as if it were not there, and text', async () => {
  const world = await startWorld(withLab);
  const { get } = await personOf(world);
  await giveUp(world, 'lab', 'deposit.failed', 1);
  for (const query of ['?events-after=x', '?events-after=1&events-after=2', '?tries-after=-1', '?deposits-after=&subscriber='])
    expect((await get(`/dead-letters${query}`)).text, query).toContain('lab/0.');
  const evil = await get(`/dead-letters?route=${encodeURIComponent('"><img src=x>')}`);
  expect([evil.status, evil.text.includes('<img')]).toEqual([200, false]);
});

it('each try at a subscriber can be reached on its page, and the failed ones alone', async () => {
  const world = await startWorld(withLab);
  const { get } = await personOf(world);
  await tryOften(world, [500, ...Array.from({ length: 50 }, () => 204)]);
  const first = (await get('/subscribers/lab')).text;
  expect([first.includes('e50.'), first.includes('e0.')]).toEqual([true, false]);
  const second = (await get(linksOf(first, 'Older ones')[0]!)).text;
  expect([second.includes('e50.'), second.includes('e0.')]).toEqual([false, true]);
  const failed = (await get('/subscribers/lab?tries=failed')).text;
  expect([failed.includes('e50.'), failed.includes('e0.')]).toEqual([false, true]);
});

it('the API gives dead letters and tries in pages, and says where the next begins', async () => {
  const world = await startWorld(withLab);
  const { call } = await apiOf(world, 'read');
  for (const n of [1, 2, 3]) await world.send.put(`xrd/S-${n}/a.xy`, `x${n}`);
  await stopAll(world);
  await giveUp(world, 'lab', 'deposit.failed', 3);
  await tryOften(world, [500, 204, 204]);
  const first = (await call('GET', '/dead-letters?limit=2')).json;
  const after = `deposits_after=${String(first['next_deposits'])}&deliveries_after=${String(first['next_deliveries'])}`;
  const second = (await call('GET', `/dead-letters?limit=2&${after}`)).json;
  expect(second).toMatchObject({
    deposits: [{ dataset: 'S-1' }],
    next_deposits: null,
    deliveries: [{ subject: 'lab/0.' }],
    next_deliveries: null,
  });
  expect((await call('GET', '/dead-letters?route=other&subscriber=other')).json).toMatchObject({ deposits: [], deliveries: [] });
  const tries = (await call('GET', '/subscriptions/lab/attempts?limit=2')).json;
  const rest = (await call('GET', `/subscriptions/lab/attempts?limit=2&after=${String(tries['next'])}`)).json;
  expect(rest).toMatchObject({ items: [{ event: 'e0.' }], next: null });
  expect((await call('GET', '/subscriptions/lab/attempts?failed=true')).json['items']).toHaveLength(1);
});

it('drafts that wait, and those that were stopped, can be reached each, on the page and by the API', async () => {
  const world = await startWorld(still);
  const { get } = await personOf(world);
  const { call } = await apiOf(world, 'read');
  const { store } = world.gateway.app.get(ApiParts);
  const columns = 'draft_id, job_id, route, dataset, mode, state, created_at';
  const rows = [...Array.from({ length: 101 }, (_, n) => ['waiting', n] as const), ['stopped', 500] as const];
  await store.write(
    rows.map(([state, n]) => ({
      sql: `INSERT INTO ${store.table('decision')} (${columns}) VALUES (?, 'j', 'xrd', ?, 'approval', ?, 1000)`,
      params: [String(1_000 + n), `D-${n}.`, state],
    })),
  );
  const page = (await get('/approvals')).text;
  expect([page.includes('D-0.'), page.includes('D-99.'), page.includes('D-100.'), page.includes('D-500.')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  const later = (await get(linksOf(page, 'Later ones')[0]!)).text;
  expect([later.includes('D-0.'), later.includes('D-100.'), later.includes('D-500.')]).toEqual([false, true, true]);
  expect(linksOf(later, 'Oldest')).toEqual(['/approvals']);
  const first = (await call('GET', '/approvals?limit=100')).json;
  const rest = (await call('GET', `/approvals?limit=100&after=${String(first['next'])}`)).json;
  expect([first['items'], rest]).toMatchObject([{ length: 100 }, { items: [{ draft: '1100' }], next: null }]);
  expect((await call('GET', '/approvals?state=stopped')).json['items']).toMatchObject([{ draft: '1500', state: 'stopped' }]);
  await store.write([{ sql: `DELETE FROM ${store.table('decision')}` }]);
});

it('the page of a deposit shows the latest events of its dataset, and leads to the older ones', async () => {
  const world = await startWorld(still);
  const { get } = await personOf(world);
  const { json } = await world.send.put('xrd/S-1/a.xy', 'x');
  const { store, outbox } = world.gateway.app.get(ApiParts);
  onTestFinished(async () => void (await store.write([{ sql: `DELETE FROM ${store.table('outbox')} WHERE job_id = ''` }])));
  for (let n = 0; n < 100; n += 1)
    await store.write(outbox.insert({ id: `e${n}.`, type: 'deposit.updated', subject: 'xrd/S-1', jobId: '', body: '{}' }, [], Date.now()));
  const page = (await get(`/deposits/${String(json['id'])}`)).text;
  expect([page.includes('e99.'), page.includes('deposit.received')]).toEqual([true, false]);
  const older = (await get(linksOf(page, 'Older ones')[0]!)).text;
  expect([older.includes('e99.'), older.includes('deposit.received')]).toEqual([false, true]);
});

it('replays are given in pages too, by the API and on the page of their subscriber', async () => {
  const world = await startWorld(withLab);
  const { call } = await apiOf(world, 'read');
  const { get } = await personOf(world);
  const { replays } = world.gateway.app.get(ApiParts);
  // Of the last two, which began at once, the name decides.
  for (let n = 0; n <= 11; n += 1) await replays.begin(`r${String(n).padStart(2, '0')}`, 'lab', 100 + n, 1_000 + Math.min(n, 10));
  const idsOf = ({ json }: Awaited<ReturnType<typeof call>>) => (json['items'] as unknown as { id: string }[]).map(({ id }) => id);
  const first = await call('GET', '/replays?limit=7&subscriber=lab');
  const second = await call('GET', `/replays?limit=7&after=${String(first.json['next'])}`);
  expect(idsOf(first)).toEqual(['r10', 'r11', 'r09', 'r08', 'r07', 'r06', 'r05']);
  expect([idsOf(second), second.json['next']]).toEqual([['r04', 'r03', 'r02', 'r01', 'r00'], null]);
  const page = (await get('/subscribers/lab')).text;
  const older = (await get(linksOf(page, 'Older ones')[0]!)).text;
  expect([page.includes('<td>111</td>'), page.includes('<td>100</td>'), older.includes('<td>100</td>')]).toEqual([true, false, true]);
  expect(linksOf(older, 'Newest')).toEqual(['/subscribers/lab']);
});

it('the first page counts each draft once, however many there are', { timeout: 90_000 }, async () => {
  const world = await startWorld(still);
  for (let n = 0; n < 503; n += 20)
    await Promise.all(Array.from({ length: Math.min(20, 503 - n) }, (_, m) => world.send.put(`xrd/S-${n + m}/a.xy`, `x${n + m}`)));
  const { store } = world.gateway.app.get(ApiParts);
  const job = store.table('job');
  await store.write([
    { sql: `UPDATE ${job} SET state = 'left', record_id = id` },
    { sql: `UPDATE ${job} SET record_id = 'shared' WHERE series IN ('xrd/S-1', 'xrd/S-2')` },
  ]);
  expect((await world.send.get('/')).text).toContain('502 drafts left for a person');
});
