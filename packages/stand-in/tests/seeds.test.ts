import { expect, test } from 'vitest';
import { started } from './_util/started.ts';

test('an account with 2,000 records is there in one line', async () => {
  const { zenodo, ask } = await started();
  const { records } = await zenodo.seed({ records: 2000 });
  expect(records).toHaveLength(2000);
  const { body } = await ask('GET', '/api/user/records?size=100&page=20');
  expect([body.hits.total, body.hits.hits.length]).toEqual([2000, 100]);
  const { status } = await ask('GET', `/api/records/${records[1999]!.id}/files/data.csv/content`, { accept: '*/*' });
  expect(status).toBe(200);
});

test('a record has the versions, files and community that were wanted', async () => {
  const { zenodo, ask } = await started();
  const { records, communities } = await zenodo.seed({
    as: 'other',
    communities: ['crystals'],
    records: [{ metadata: { title: 'Monazite' }, files: { 'scan.xy': '1 2\n' }, versions: 3, community: 'crystals' }],
  });
  const { body } = await ask('GET', `/api/records/${records[0]!.id}`, { as: 'nobody' });
  expect(body.metadata['title']).toBe('Monazite');
  expect(body.versions).toMatchObject({ index: 3, is_latest: true });
  expect(Object.keys(body.files.entries)).toEqual(['scan.xy']);
  const listed = await ask('GET', `/api/communities/${communities[0]!.slug}/records`, { as: 'nobody' });
  expect(listed.body.hits.total).toBe(1);
});

test('a plan that Zenodo would refuse is refused with the field', async () => {
  const { zenodo } = await started();
  await expect(zenodo.seed({ records: [{ metadata: { creators: [] } }] })).rejects.toThrow('metadata.creators');
  await expect(zenodo.seed({ records: [{ community: 'none' }] })).rejects.toThrow('There is no community "none"');
});

test('another process seeds over HTTP, as the administrator', async () => {
  const { ask } = await started();
  expect((await ask('POST', '/_stand-in/seed', { json: { records: 1 } })).status).toBe(403);
  expect((await ask('POST', '/_stand-in/seed', { as: 'admin', json: { records: 'many' } })).status).toBe(400);
  const { status } = await ask('POST', '/_stand-in/seed', { as: 'admin', json: { records: [{ draft: true }] } });
  expect(status).toBe(201);
  expect((await ask('GET', '/api/user/records')).body.hits.hits[0]!.status).toBe('draft');
});

test('users are added, with tokens, and seeded for', async () => {
  const { zenodo } = await started();
  const made = await zenodo.seed({ users: ['carol', { account: 'nora', name: 'New, Nora', verified: false }], as: 'carol', records: 1 });
  expect(made.users.map(({ account }) => account)).toEqual(['carol', 'nora']);
  expect(made.users[0]!.token).toBe(zenodo.tokens['carol']);
  const headers = { authorization: `Bearer ${zenodo.tokens['carol']}` };
  expect(await (await fetch(`${zenodo.url}/api/user/records`, { headers })).json()).toMatchObject({ hits: { total: 1 } });
});

test.each([
  [{ users: ['No Account'] }, '"No Account" is no account'],
  [{ as: 'nobody', records: 1 }, 'There is no account "nobody" to seed as'],
  [{ records: -1 }, 'A seed is a JSON object'],
  [{ records: ['x'] }, 'A seed is a JSON object'],
  [{ users: 5 }, 'A seed is a JSON object'],
])('the plan %j is refused with a sentence', async (json, sentence) => {
  const { ask } = await started();
  const { status, body } = await ask('POST', '/_stand-in/seed', { as: 'admin', json });
  expect([status, body.message]).toEqual([400, expect.stringContaining(sentence)]);
});
