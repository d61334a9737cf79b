import { expect, it } from 'vitest';
import { client } from './_util/client.ts';
import { draftRecipe, recipe, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { until } from './_util/subscriber.ts';

const off = { deposits: { run: false } };

it('more than may wait is refused before it is read, with when to come again, and another route still gets in', async () => {
  const { send, gateway, config } = await startWorld({ ...off, limits: { maxQueued: 20 } });
  const other = client(gateway.url, await gateway.addToken('drafts'));
  let refused = await send.put('xrd/S-0/a.xy', 'x');
  for (let n = 1; refused.status === 202; n += 1) refused = await send.put(`xrd/S-${n}/a.xy`, `x${n}`);
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '300' }, json: { type: 'urn:zenodo-connect:problem:too-busy' } });
  // One that came while the queue was counted may count twice, and never not at all.
  const { inbox } = await keptIn(config.folder);
  expect([inbox <= 16, inbox >= 12]).toEqual([true, true]);
  expect((await other.put('drafts/S/a.xy', 'x')).status).toBe(202);
});

it('the routes of one tenant together may fill what one alone may, and another still gets in', async () => {
  const ofLab = (route: string): string => recipe.replace('route: xrd', `route: ${route}\ntenant: crystal-lab`);
  const { gateway, config } = await startWorld({ ...off, limits: { maxQueued: 20 } }, [ofLab('xrd'), ofLab('sem'), draftRecipe]);
  const [xrd, sem, other] = await Promise.all(
    ['xrd', 'sem', 'drafts'].map(async (route) => client(gateway.url, await gateway.addToken(route))),
  );
  const fill = async (door: NonNullable<typeof xrd>, route: string): Promise<void> => {
    for (let n = 0; n < 20; n += 1) if ((await door.put(`${route}/S-${n}/a.xy`, `${route}${n}`)).status === 429) return;
  };
  await fill(xrd!, 'xrd');
  const { inbox: ofOne } = await keptIn(config.folder);
  await fill(sem!, 'sem');
  const { inbox: ofBoth } = await keptIn(config.folder);
  // Of 20, a route of a tenant with two has 12.8, and both have 16. One that came while the queue was counted may count twice.
  expect([ofOne >= 9, ofOne <= 13, ofBoth > ofOne, ofBoth <= 16]).toEqual([true, true, true, true]);
  expect((await other!.put('drafts/S/a.xy', 'x')).status).toBe(202);
});

it('H-06 uploads at once are bounded, and one that ended makes room', async () => {
  const { send, gateway } = await startWorld({ ...off, limits: { maxUploads: 1, paceWindowMs: 1_000, paceBytes: 1 } });
  const { Readable } = await import('node:stream');
  const open = send.put(
    'xrd/S-1/slow.xy',
    Readable.from(
      (async function* () {
        yield 'x';
        await new Promise((resolve) => setTimeout(resolve, 5_000));
      })(),
    ),
  );
  await until(async () => (await send.put('xrd/S-2/a.xy', 'x')).status === 429, 'a second one is refused');
  expect((await open).status).toBe(408);
  expect((await client(gateway.url, send.token).put('xrd/S-2/a.xy', 'x')).status).toBe(202);
});

it('a disk and a queue that cannot be looked at refuse nobody, and end nothing', async () => {
  const { Pressure } = await import('../src/intake/pressure.ts');
  const { settingsOf } = await import('../src/config/settings.ts');
  const log: unknown[] = [];
  const settings = settingsOf({
    folder: '/nowhere',
    routes: 'x',
    zenodo: { url: 'https://sandbox.zenodo.org', token: 't' },
    log: (line) => log.push(line['kind']),
  });
  const broken = { table: (name: string) => name, query: () => Promise.reject(new Error('away')) };
  const alone = { groupOf: (route: string) => [route], recipes: [] };
  const pressure = new Pressure(broken as unknown as ConstructorParameters<typeof Pressure>[0], settings, alone);
  (await pressure.enter('xrd', 1))();
  expect(log).toEqual(['pressure']);
});

it('F-15 a disk that is nearly full takes nothing', async () => {
  const { send, config } = await startWorld({ ...off, limits: { minFreeBytes: 2 ** 60 } });
  expect(await send.put('xrd/S-1/a.xy', 'x')).toMatchObject({ status: 507, headers: { 'retry-after': '300' } });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 0 });
});

it('Q-10 a route that floods the queue does not delay the next file of another', async () => {
  const world = await startWorld({ deposits: { run: true, concurrency: 1, pollMs: 50 } });
  const other = client(world.gateway.url, await world.gateway.addToken('drafts'));
  await Promise.all(Array.from({ length: 60 }, (_, n) => world.send.put(`xrd/D-${n}/a.xy`, `x${n}`)));
  const { json } = await other.put('drafts/S/a.xy', 'x');
  await other.untilState(String(json['id']), 'left');
  const { inbox } = await keptIn(world.config.folder);
  const flood = await Promise.all(Array.from({ length: 60 }, (_, n) => world.send.put(`xrd/D-${n}/a.xy`, `x${n}`)));
  const waiting = flood.filter(({ json: body }) => body['status'] === 'queued').length;
  expect(inbox).toBe(61);
  expect(waiting).toBeGreaterThan(20);
});
