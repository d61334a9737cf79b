import { expect, it } from 'vitest';
import { startGateway } from '../src/index.ts';
import { client, type GatewayClient } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';

async function collecting(collect: string): Promise<World & { readonly send: GatewayClient }> {
  const world = await startWorld({}, [recipeOf('nmr', `collect: ${collect}`)]);
  return { ...world, send: client(world.gateway.url, await world.gateway.addToken('nmr')) };
}

const namesOf = (job: Readonly<Record<string, unknown>>): readonly string[] => (job['files'] as { name: string }[]).map(({ name }) => name);

it('files wait for the commit and then are one deposit', async () => {
  const { send, config } = await collecting('{ commit: true }');
  const [first, second] = [await send.put('nmr/S-1/fid', 'one'), await send.put('nmr/S-1/acqus', 'two')];
  expect([first.status, first.json['status'], second.json['id']]).toEqual([202, 'collecting', first.json['id']]);
  expect((await send.job(String(first.json['id'])))['next_action']).toMatch(/^2 of the dataset "S-1" are here\./);
  const whole = await send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' });
  expect(whole).toMatchObject({ status: 202, json: { status: 'queued' } });
  const job = await send.untilState(String(whole.json['id']), 'left');
  expect(namesOf(job)).toEqual(['fid', 'acqus']);
  expect((await send.job(String(first.json['id'])))['id']).toBe(whole.json['id']);
  expect(await keptIn(config.folder)).toMatchObject({ jobs: 1, inbox: 2 });
});

it('the last of the expected files completes the dataset by itself', async () => {
  const { send } = await collecting('{ files: ["*.xy", "*.log", "*.txt?"] }');
  expect((await send.put('nmr/S-1/a.xy', 'one')).json['status']).toBe('collecting');
  const last = await send.put('nmr/S-1/a.log', 'two');
  expect(last.json['status']).toBe('queued');
  expect(namesOf(await send.untilState(String(last.json['id']), 'left'))).toEqual(['a.xy', 'a.log']);
});

it('a quiet time completes the dataset, also after a restart', async () => {
  const { send, gateway, config } = await collecting('{ wait_s: 2s }');
  const { json } = await send.put('nmr/S-1/fid', 'one');
  await gateway.close();
  const again = await startGateway(config);
  const later = client(again.url, send.token);
  await until(async () => (await later.job(String(json['id'])))['status'] === 'left', 'the set was deposited');
  await again.close();
});

it('the same file again changes nothing, other bytes under its name take its place', async () => {
  const { send } = await collecting('{ commit: true }');
  await send.put('nmr/S-1/fid', 'one');
  expect(await send.put('nmr/S-1/fid', 'one')).toMatchObject({ status: 200, json: { duplicate: true } });
  await send.put('nmr/S-1/fid', 'other');
  const whole = await send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' });
  expect((await send.untilState(String(whole.json['id']), 'left'))['files']).toEqual([expect.objectContaining({ name: 'fid', size: 5 })]);
  expect(await send.put('nmr/S-1/fid', 'other')).toMatchObject({ status: 200, json: { duplicate: true, id: whole.json['id'] } });
});

it('many files and commits at once lose none and double none', async () => {
  const { send, config } = await collecting('{ commit: true }');
  const work = Array.from({ length: 60 }, (_, n) =>
    n % 10 === 9 ? send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' }) : send.put(`nmr/S-1/f${n}`, `bytes ${n}`),
  );
  const answers = await Promise.all(work);
  expect(answers.every(({ status }) => [202, 409].includes(status))).toBe(true);
  await send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' });
  const jobs = new Map<string, readonly string[]>();
  for (const { json, status } of answers.filter(({ status: one }) => one === 202)) {
    expect(status).toBe(202);
    const job = await send.job(String(json['id']));
    jobs.set(String(job['id']), namesOf(job));
  }
  const all = [...jobs.values()].flat();
  expect(all.toSorted()).toEqual(
    Array.from({ length: 60 }, (_, n) => n)
      .filter((n) => n % 10 !== 9)
      .map((n) => `f${n}`)
      .toSorted(),
  );
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 54 });
});

it('there is nothing to complete on a route that collects nothing, and in a dataset without files', async () => {
  const { send } = await collecting('{ commit: true }');
  expect(await send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-9' })).toMatchObject({
    status: 409,
    json: { type: 'urn:zenodo-connect:problem:nothing-collected' },
  });
  const world = await startWorld();
  expect((await world.send.call('POST', '/in/xrd/commit', '', { 'x-dataset': 'S-9' })).status).toBe(409);
});

it('F-06 the hundred and first file of a set is refused', async () => {
  const { send } = await collecting('{ commit: true }');
  for (let n = 0; n < 100; n += 20) await Promise.all(Array.from({ length: 20 }, (_, m) => send.put(`nmr/S-1/f${n + m}`, 'x')));
  expect(await send.put('nmr/S-1/one-more', 'x')).toMatchObject({
    status: 400,
    json: { type: 'urn:zenodo-connect:problem:too-many-files' },
  });
});

it('a set that comes back after another one under the same names is a deposit of its own', async () => {
  const { send, config } = await collecting('{ commit: true }');
  const commit = async () => String((await send.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' })).json['id']);
  const ids: string[] = [];
  for (const bytes of ['A', 'B', 'A', 'B', 'A']) {
    await send.put('nmr/S-1/fid', bytes);
    ids.push(await commit());
  }
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) await send.untilState(id, 'left');
  expect(await keptIn(config.folder)).toMatchObject({ jobs: 5, inbox: 5 });
});
