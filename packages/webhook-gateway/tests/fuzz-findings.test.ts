import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { AuditLog } from '../src/audit/audit-log.ts';
import { Entrance } from '../src/people/entrance.ts';
import { openStore } from '../src/tables/open-store.ts';
import { TusUploads } from '../src/tus/tus-uploads.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { rawExchange } from './_util/raw-http.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const off = { deposits: { run: false } };

const exchange = ({ gateway, send }: World, line: string, ...headers: string[]): Promise<string> =>
  rawExchange(gateway.url, [[line, 'Host: gw', `Authorization: Bearer ${send.token}`, ...headers, '', 'abc'].join('\r\n')], {
    until: /\r\n\r\n/,
  });

const hasNoConnection = ({ gateway }: World): Promise<boolean> =>
  new Promise((resolve) => void gateway.app.getHttpServer().getConnections((_error: unknown, count: number) => resolve(count === 0)));

it('a body that is announced beyond the limit is too large, also when no disk could hold it', async () => {
  const world = await startWorld(off);
  const answer = await exchange(world, 'PUT /in/xrd/S/a.xy HTTP/1.1', 'Content-Length: 9007199254740991');
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

const ways = ['POST /api/v1/subscriptions', 'POST /sign-in', 'POST /in/xrd/tus', 'POST /in/xrd', 'PUT /in/xrd/S/a.xy'];

it.each(ways.flatMap((line) => [`${line} in the middle`, `${line} at the end`]))(
  'a client of %s of the body that hangs up is no fault of the gateway',
  async (way) => {
    const line = way.replace(/ (in|at) the .*/, '');
    const world = await startWorld(off);
    const { hostname, port } = new URL(world.gateway.url);
    const token = line.includes('api') ? (await world.gateway.app.get(Entrance).tokens.add('t', ['admin'])).token : world.send.token;
    const upload = ['Tus-Resumable: 1.0.0', 'Upload-Length: 40', 'Upload-Metadata: filename YS54eQ==,dataset Uw==', 'Content-Length: 40'];
    const head = [`${line} HTTP/1.1`, 'Host: gw', `Authorization: Bearer ${token}`, ...upload, `Content-Type: ${typeFor(line)}`];
    const body = way.endsWith('end') ? '{"name":"s"}'.padEnd(40) : '{"name"';
    for (let client = 0; client < 5; client += 1) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write([...head, 'X-Dataset: S', 'X-File-Name: a.xy', '', body].join('\r\n'), () =>
        way.endsWith('end') ? socket.resetAndDestroy() : setTimeout(() => socket.resetAndDestroy(), 50),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    await until(() => hasNoConnection(world), 'no connection');
    expect(world.log.filter((one) => (one as { kind: string }).kind === 'fault')).toEqual([]);
  },
);

function typeFor(line: string): string {
  if (line.includes('api')) return 'application/json';
  return line.includes('sign') ? 'application/x-www-form-urlencoded' : 'application/offset+octet-stream';
}

it('a new upload reads none of those that there are', async () => {
  const folder = await tempFolder();
  const store = new TusUploads(folder, 60_000);
  const id = (place: number): string => place.toString(16).padStart(32, '0');
  for (let place = 0; place < 3; place += 1) {
    store.expect(id(place), 'xrd');
    await store.create({ id: id(place), size: 3, metadata: {} });
  }
  await store.finish((await store.info(id(0)))!, 'job-1');
  await store.remove(id(1));
  expect(store.openOf('xrd')).toBe(1);
  expect(await store.info(id(0))).toMatchObject({ jobId: 'job-1' });
  const again = new TusUploads(folder, 60_000);
  expect((await again.unfinished()).map((one) => one.id)).toEqual([id(2)]);
  expect(again.openOf('xrd')).toBe(1);
});

it('what has no dry run is not done in earnest when one is asked for', async () => {
  const { send } = await startWorld(off, [recipeOf('set', 'collect: { commit: true }')]);
  expect((await send.put('set/S/a.bin', 'x')).status).toBe(202);
  const commit = await send.call('POST', '/in/set/commit?dry_run=1', '', { 'x-dataset': 'S' });
  expect(commit).toMatchObject({ status: 400, json: { type: 'urn:zenodo-connect:problem:invalid-request' } });
  const upload = { 'tus-resumable': '1.0.0', 'upload-length': '3', 'upload-metadata': 'filename YQ==,dataset Uw==' };
  expect((await send.call('POST', '/in/set/tus?dry_run=1', '', upload)).status).toBe(400);
  expect((await send.call('POST', '/in/set/commit', '', { 'x-dataset': 'S' })).status).toBe(202);
});

it('acts that are asked for at once are written down in few turns, in a chain', async () => {
  const store = await openStore(await tempFolder());
  onTestFinished(() => store.close());
  let writes = 0;
  const counted = new Proxy(store, {
    get: (target, name) => {
      if (name === 'write') writes += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const log = new AuditLog(counted);
  const acts = Array.from({ length: 200 }, (_, place) => log.during({ who: 'w', action: 'a', subject: `s-${place}` }, () => place));
  expect(await Promise.all(acts)).toEqual(acts.map((_, place) => place));
  expect(await log.check()).toMatchObject({ entries: 400, brokenAt: undefined });
  // One after the other it would be 400, and each that came second would try again.
  expect(writes).toBeLessThan(20);
});
