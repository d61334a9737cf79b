import { expect, it } from 'vitest';
import { Attempts } from '../src/tables/attempts.ts';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { client } from './_util/client.ts';
import { draftRecipe, recipe, startWorld } from './_util/gateway.ts';
import { besideGateway } from './_util/store.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const insides = /SELECT|INSERT|zenodo_|no such table|SQLITE|node_modules|\.ts:|\.js:|\bat [\w.<>]+ \(|\/tmp\/|\/home\//i;

it('L-04 a fault inside is one problem without its insides, and the log has the same id with the reason', async () => {
  const world = await startWorld({ deposits: { run: false }, recipesPollMs: 0 }, [recipe]);
  const { call } = await apiOf(world, 'admin');
  const person = await personOf(world);
  await besideGateway(world.config.folder, (store) =>
    store.write([
      { sql: `ALTER TABLE ${store.table('inbox')} RENAME TO gone`, params: [] },
      { sql: `ALTER TABLE ${store.table('attempt')} RENAME TO gone_too`, params: [] },
      { sql: `ALTER TABLE ${store.table('job')} RENAME TO gone_as_well`, params: [] },
    ]),
  );
  const answers = [
    await world.send.put('xrd/S-1/a.xy', 'x'),
    await world.send.get('/jobs/0123456789abcdef0123456789abcdef'),
    await call('GET', '/deposits'),
    await person.get('/'),
  ];
  for (const { status, text } of answers) {
    expect([500, 503]).toContain(status);
    expect(text).not.toMatch(insides);
    const { instance, ...problem } = JSON.parse(text) as Record<string, string>;
    expect(Object.keys(problem).sort()).toEqual(['detail', 'next_step', 'status', 'title', 'type']);
    const id = instance!.replace('urn:uuid:', '');
    expect(world.log).toContainEqual(expect.objectContaining({ request: id, status }));
  }
  expect(JSON.stringify(world.log)).toContain('no such table');
  expect(JSON.stringify(world.log)).not.toMatch(/\bat [\w.<>]+ \(/);
  await besideGateway(world.config.folder, (store) =>
    store.write([{ sql: `ALTER TABLE gone RENAME TO ${store.table('inbox')}`, params: [] }]),
  );
});

it('L-04 what a proxy before Zenodo says of its insides is told to no sender', async () => {
  const { send, zenodo } = await startWorld({ deposits: { pollMs: 50, retryDelaysMs: [60_000] } }, [draftRecipe]);
  const body = '<html><h1>502</h1>upstream db-7.internal.zenodo.example:5432 /opt/app/views.py line 12</html>';
  zenodo.faults.answer({ path: '/api/*', times: 1_000 }, { status: 502, body });
  const id = String((await send.put('drafts/S-1/a.xy', 'x')).json['id']);
  await send.untilState(id, 'waiting');
  const told = (await send.get(`/jobs/${id}`)).text;
  expect(told).toContain('502');
  expect(told).not.toMatch(/internal|views\.py|<html>/);
});

it('L-06 a secret is shown once, where it was made, and is its beginning of a hash from then on', async () => {
  const world = await startWorld({ deposits: { run: false } });
  const { call } = await apiOf(world, 'admin');
  const person = await personOf(world);
  const made = await call('POST', '/subscriptions', { name: 'lab', url: 'https://events.example.org/' });
  const rotated = await call('POST', '/subscriptions/lab/secrets', { overlap_hours: 1 });
  const secrets = [made, rotated].map(({ json }) => String(json['secret']));
  for (const secret of secrets) expect(secret).toMatch(/^whsec_.{40,}/);
  const seen = [
    ...(await Promise.all(
      ['/subscriptions', '/subscriptions/lab', '/audit', '/tokens'].map(async (path) => (await call('GET', path)).text),
    )),
    (await call('PATCH', '/subscriptions/lab', { events: ['deposit.*'] })).text,
    (await person.get('/subscribers/lab')).text,
  ].join('\n');
  for (const secret of secrets) expect(seen).not.toContain(secret.slice(6));
  const shown = (await call('GET', '/subscriptions/lab')).json['secrets'] as unknown as string[];
  expect(shown).toHaveLength(2);
  for (const one of shown) expect(one).toMatch(/^[0-9a-f]{8,16}…?$/);
});

it('L-07 tries and what was answered in them are forgotten after their time, and the event stays', async () => {
  const subscriber = await startSubscriber((response) => response.writeHead(200).end('a personal answer'));
  const { send, config, ...world } = await startWorld({
    subscribers: [{ ...subscriber.config, events: ['deposit.received'] }],
    deposits: { run: false },
  });
  const { call } = await apiOf(world, 'admin');
  await send.put('xrd/S-1/a.xy', 'x');
  const kept = async () => (await call('GET', '/subscriptions/listener/attempts')).text;
  await until(async () => (await kept()).includes('a personal answer'), 'the try is kept');
  await besideGateway(config.folder, (store) => new Attempts(store).forget(Date.now(), Date.now() - 60_000));
  expect(await kept()).toContain('a personal answer');
  await besideGateway(config.folder, (store) => new Attempts(store).forget(Date.now(), Date.now() + 1));
  expect(await kept()).not.toContain('a personal answer');
  expect((await call('GET', '/events')).text).toContain('deposit.received');
});

it('L-07 a recipe says for how long tries to deliver its events are kept, shorter or longer than the configuration', async () => {
  const subscriber = await startSubscriber();
  const kept = (route: string, time: string): string =>
    `${recipe.replace('route: xrd', `route: ${route}`)}retention: { attempts: ${time} }\n`;
  const world = await startWorld({ subscribers: [{ ...subscriber.config, events: ['deposit.received'] }], deposits: { run: false } }, [
    kept('short', '1d'),
    kept('long', '400d'),
    recipe,
  ]);
  for (const route of ['short', 'long', 'xrd']) {
    const send = client(world.gateway.url, await world.gateway.addToken(route));
    await send.put(`${route}/S-1/a.xy`, 'x');
  }
  const subjects = () =>
    besideGateway(world.config.folder, async (store) => {
      const sql = `SELECT o.subject AS subject FROM ${store.table('attempt')} a JOIN ${store.table('outbox')} o ON o.id = a.event_id ORDER BY o.subject`;
      return (await store.query(sql)).map((row) => String(row['subject']));
    });
  await until(async () => (await subjects()).length === 3, 'three tries');
  const [now, day] = [Date.now(), 86_400_000];
  const attempts = world.gateway.app.get(Attempts);
  const left = async (days: number) => {
    await attempts.forget(now + days * day, now + (days - 30) * day);
    return subjects();
  };
  expect([await left(0.5), await left(2), await left(31), await left(401)]).toEqual([
    ['long/S-1', 'short/S-1', 'xrd/S-1'],
    ['long/S-1', 'xrd/S-1'],
    ['long/S-1'],
    [],
  ]);
});
