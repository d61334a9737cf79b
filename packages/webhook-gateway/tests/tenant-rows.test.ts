import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Answer, client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf } from './_util/recipes.ts';

const routeOf = (name: string, tenant: string, more = '') => recipeOf(name, `tenant: ${tenant}\n${more}`);
const tus = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Two labs on one gateway, each with a token of its own. */
async function twoLabs(more = '', run = false) {
  const world = await startWorld({ deposits: { run } }, [routeOf('crystals', 'a', more), routeOf('nmr', 'b', more)]);
  const sender = async (route: string) => client(world.gateway.url, await world.gateway.addToken(route));
  return { world, crystals: await sender('crystals'), nmr: await sender('nmr') };
}

/** What an answer says, but for the id that was asked for and the name of this one occurrence. */
const saidOf = ({ status, json, text }: Answer, id: string): string =>
  `${status} ${JSON.stringify({ ...json, instance: '' }) || text}`.replaceAll(id, 'ID');

it('A-07, A-11 an id of another lab is answered like one that never was, at every address that takes one', async () => {
  const { world, crystals, nmr } = await twoLabs();
  const job = String((await nmr.put('nmr/S-1/a.xy', 'x')).json['id']);
  const metadata = `filename ${base64('b.xy')},dataset ${base64('S-1')}`;
  const created = await nmr.call('POST', '/in/nmr/tus', undefined, { ...tus, 'upload-length': '10', 'upload-metadata': metadata });
  const upload = String(created.headers['location']).split('/').at(-1)!;
  const strange = randomBytes(16).toString('hex');
  const patch = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  type Ask = (id: string) => Promise<Answer>;
  const asks: readonly (readonly [string, string, Ask])[] = [
    ['GET a job', job, (id) => crystals.get(`/jobs/${id}`)],
    ['GET a job as text', job, (id) => crystals.get(`/jobs/${id}`, { accept: 'text/plain' })],
    ['wait for a job', job, (id) => crystals.get(`/jobs/${id}`, { prefer: 'wait=1' })],
    ['GET the events of a job', job, (id) => crystals.get(`/jobs/${id}/events`)],
    ...['crystals', 'nmr'].flatMap((route): readonly (readonly [string, string, Ask])[] => [
      [`HEAD an upload of ${route}`, upload, (id) => crystals.call('HEAD', `/in/${route}/tus/${id}`, undefined, tus)],
      [`PATCH an upload of ${route}`, upload, (id) => crystals.call('PATCH' as 'PUT', `/in/${route}/tus/${id}`, 'xxxxxxxxxx', patch)],
      [`DELETE an upload of ${route}`, upload, (id) => crystals.call('DELETE' as 'PUT', `/in/${route}/tus/${id}`, undefined, tus)],
    ]),
  ];
  for (const [what, id, ask] of asks) {
    const answer = await ask(id);
    expect(answer.status, what).toBe(404);
    expect(saidOf(answer, id), what).toBe(saidOf(await ask(strange), strange));
  }
  expect((await nmr.get(`/jobs/${job}`)).status).toBe(200);
  const left = await nmr.call('HEAD', `/in/nmr/tus/${upload}`, undefined, tus);
  expect([left.status, left.headers['upload-offset']]).toEqual([200, '0']);
  expect(await keptIn(world.config.folder)).toMatchObject({ jobs: 1, inbox: 1 });
});

it('A-08 the same bytes, names, datasets and keys of two labs are two of everything', async () => {
  const { world, crystals, nmr } = await twoLabs();
  const labs = [
    ['crystals', crystals],
    ['nmr', nmr],
  ] as const;
  const seen = new Map<string, Set<string>>();
  for (const dataset of ['S-1', 'S-1:x'])
    for (const file of ['a.xy', 'b.xy'])
      for (const key of [undefined, `run-${dataset}-${file}`])
        for (const [route, lab] of labs) {
          const headers = key === undefined ? undefined : { 'idempotency-key': key };
          const answer = await lab.put(`${route}/${encodeURIComponent(dataset)}/${file}`, `${dataset} ${file}`, headers);
          expect([route, answer.status]).toEqual([route, key === undefined ? 202 : 200]);
          seen.set(route, (seen.get(route) ?? new Set()).add(String(answer.json['id'])));
        }
  const [one, other] = [seen.get('crystals')!, seen.get('nmr')!];
  expect([one.size, other.size, new Set([...one, ...other]).size]).toEqual([4, 4, 8]);
  expect(await keptIn(world.config.folder)).toMatchObject({ jobs: 8, inbox: 8 });
});

it('A-08 a key that one lab used for other bytes is free for another', async () => {
  const { crystals, nmr } = await twoLabs();
  const headers = { 'idempotency-key': 'run-7' };
  expect((await crystals.put('crystals/S-1/a.xy', 'one', headers)).status).toBe(202);
  expect((await nmr.put('nmr/S-1/a.xy', 'two', headers)).status).toBe(202);
  expect((await nmr.put('nmr/S-1/a.xy', 'three', headers)).status).toBe(422);
});

it('A-08 what one lab says is complete completes nothing of another', async () => {
  const { crystals, nmr } = await twoLabs('collect: { commit: true }');
  const mine = String((await crystals.put('crystals/S-1/a.xy', 'one')).json['id']);
  const theirs = String((await nmr.put('nmr/S-1/a.xy', 'two')).json['id']);
  expect((await crystals.call('POST', '/in/nmr/commit', '', { 'x-dataset': 'S-1' })).status).toBe(404);
  expect((await crystals.call('POST', '/in/crystals/commit', '', { 'x-dataset': 'S-1' })).status).toBe(202);
  expect((await crystals.job(mine))['status']).toBe('queued');
  expect((await nmr.job(theirs))['status']).toBe('collecting');
});

it('A-08 datasets of one name in two labs are two records with versions of their own', { timeout: 180_000 }, async () => {
  const { gateway } = await startWorld({}, [recipe, recipe.replace('route: xrd', 'route: nmr')]);
  const concepts: unknown[] = [];
  for (const route of ['xrd', 'nmr']) {
    const lab = client(gateway.url, await gateway.addToken(route));
    for (const file of ['a.xy', 'b.xy']) {
      const id = String((await lab.put(`${route}/S-1/${file}`, `${file} of any lab`)).json['id']);
      concepts.push((await lab.untilState(id, 'findable'))['concept_doi']);
    }
  }
  const [one, again, other, otherAgain] = concepts;
  expect([again, otherAgain]).toEqual([one, other]);
  expect(one).not.toBe(other);
});
