import { expect, it } from 'vitest';
import { startGateway } from '../src/index.ts';
import { client } from './_util/client.ts';
import { quick, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { startS3 } from './_util/s3-double.ts';
import { until } from './_util/subscriber.ts';

const store = (endpoint: string, sweepMs = 3_600_000) => ({
  stores: [
    {
      name: 'lab',
      route: 's3',
      endpoint,
      bucket: 'raw',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret of the store' },
      sweepMs,
    },
  ],
  deposits: { run: false },
});

const eventOf = (key: string) =>
  JSON.stringify({
    EventName: 's3:ObjectCreated:Put',
    Records: [{ eventName: 's3:ObjectCreated:Put', s3: { bucket: { name: 'raw' }, object: { key } } }],
  });
const json = { 'content-type': 'application/json' };

it('objects that no event told of are found, page by page, and once', async () => {
  const s3 = await startS3();
  for (const key of ['S-1/a.h5', 'S-1/b.h5', 'S-2/c d.h5']) s3.put(key, key);
  s3.put('S-3/part.h5', 'x'.repeat(100_000), 'd41d8cd98f00b204e9800998ecf8427e-3');
  const world = await startWorld(store(s3.endpoint, 300), [recipeOf('s3')]);
  await until(async () => (await keptIn(world.config.folder)).inbox === 4, 'all four are in');
  await until(() => s3.counts.lists > 4, 'it was swept again');
  expect(s3.counts.gets).toBe(4);
  await world.gateway.close();
  const again = await startGateway(world.config);
  const lists = s3.counts.lists;
  await until(() => s3.counts.lists > lists + 1, 'it was swept after the restart');
  expect([s3.counts.gets, (await keptIn(world.config.folder)).jobs]).toEqual([4, 4]);
  await again.close();
});

it('F-16 an ETag is never taken for a checksum: neither one of parts, nor one that is the MD5 of other bytes', async () => {
  const s3 = await startS3();
  s3.put('S-1/parts.h5', 'of three parts', 'd41d8cd98f00b204e9800998ecf8427e-3');
  s3.put('S-1/sealed.h5', 'encrypted by the server', 'd41d8cd98f00b204e9800998ecf8427e');
  const world = await startWorld({ ...store(s3.endpoint), deposits: quick.deposits }, [recipeOf('s3')]);
  const jobs = (): readonly string[] => world.log.flatMap((line) => ('job' in line && line.job ? [String(line.job)] : []));
  await until(() => new Set(jobs()).size === 2, 'both are in');
  for (const id of new Set(jobs())) await world.send.untilState(id, 'left');
});

it('an event is a hint: the object is read with our own key, and a forged one brings nothing', async () => {
  const s3 = await startS3();
  const world = await startWorld(store(s3.endpoint), [recipeOf('s3')]);
  await until(() => s3.counts.lists === 1, 'the first sweep was');
  s3.put('S-1/a b+ä.h5', 'bytes');
  expect(await world.send.post('s3', eventOf('S-1/a+b%2B%C3%A4.h5'), json)).toMatchObject({
    status: 202,
    json: { status: 'noted', objects: 1 },
  });
  await until(async () => (await keptIn(world.config.folder)).inbox === 1, 'it is in');
  await world.send.post('s3', eventOf('S-1/a+b%2B%C3%A4.h5'), json);
  await world.send.post('s3', eventOf('S-9/forged.h5'), json);
  expect((await world.send.post('s3', eventOf('x').replace('raw', 'foreign'), json)).status).toBe(204);
  expect((await world.send.post('s3', '{"Records":[{"s3":1},null,7]}', json)).status).toBe(204);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

const put = { bucket: { name: 'raw' }, object: { key: 'S-1%2Fa+b.h5', size: 5, eTag: '4b3a6218bb3e3a7303e8a171a60fcf92' } };

it.each([
  ['AWS', { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: put }, {}],
  [
    'MinIO',
    { eventVersion: '2.0', eventSource: 'minio:s3', eventName: 's3:ObjectCreated:Put', s3: put },
    { EventName: 's3:ObjectCreated:Put', Key: 'raw/S-1/a b.h5' },
  ],
  [
    'RustFS',
    { eventVersion: '2.1', eventSource: 'rustfs:s3', eventName: 's3:ObjectCreated:Put', s3: put },
    { EventName: 's3:ObjectCreated:Put', Key: 'raw/S-1/a b.h5' },
  ],
  ['Ceph', { eventVersion: '2.2', eventSource: 'ceph:s3', eventName: 'ObjectCreated:CompleteMultipartUpload', s3: put }, {}],
  [
    'Versity',
    { eventVersion: '2.2', eventSource: 'aws:s3', eventName: 's3:ObjectCreated:Put', s3: { ...put, object: { key: 'S-1/a b.h5' } } },
    {},
  ],
])('a notification as %s writes it brings the object, and one of a removed object nothing', async (_name, record, around) => {
  const s3 = await startS3();
  const world = await startWorld(store(s3.endpoint), [recipeOf('s3')]);
  await until(() => s3.counts.lists === 1, 'the first sweep was');
  s3.put('S-1/a b.h5', 'bytes');
  const removed = { ...around, Records: [{ ...record, eventName: 's3:ObjectRemoved:Delete' }] };
  expect((await world.send.post('s3', JSON.stringify(removed), json)).status).toBe(204);
  expect(await world.send.post('s3', JSON.stringify({ ...around, Records: [record] }), json)).toMatchObject({
    status: 202,
    json: { objects: 1 },
  });
  await until(async () => (await keptIn(world.config.folder)).inbox === 1, 'it is in');
});

it('new bytes under a key are taken too, and a server that is away is asked again', async () => {
  const s3 = await startS3();
  s3.state.away = true;
  s3.put('S-1/a.h5', 'one');
  const world = await startWorld(store(s3.endpoint, 200), [recipeOf('s3')]);
  await until(() => world.log.some((line) => (line as { kind: string }).kind === 's3'), 'the failure was told');
  s3.state.away = false;
  await until(async () => (await keptIn(world.config.folder)).inbox === 1, 'the first bytes are in');
  s3.put('S-1/a.h5', 'other');
  await until(async () => (await keptIn(world.config.folder)).inbox === 2, 'the other bytes are in');
  expect(JSON.stringify(world.log)).not.toContain('secret of the store');
});

it('what the recipe refuses is told once and not asked for again', async () => {
  const s3 = await startS3();
  s3.put('S-1/a.tmp', 'x');
  const world = await startWorld(store(s3.endpoint, 150), [recipeOf('s3', 'match: { file.name: { $endsWith: .h5 } }')]);
  await until(() => s3.counts.lists > 3, 'it was swept often');
  expect(world.log.filter((line) => (line as { kind: string }).kind === 's3')).toHaveLength(1);
  expect(s3.counts.gets).toBe(0);
});

it('a store for a route without a recipe refuses the start', async () => {
  const s3 = await startS3();
  await expect(startWorld(store(s3.endpoint))).rejects.toThrow('the route "s3", which has no recipe');
});

it('the head of the gateway answers, as RustFS asks before it sends', async () => {
  const world = await startWorld({ deposits: { run: false } });
  expect((await client(world.gateway.url, undefined).call('HEAD', '/')).status).toBe(200);
});
