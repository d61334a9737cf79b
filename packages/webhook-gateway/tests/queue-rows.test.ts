import { expect, it } from 'vitest';
import { contentId } from '../src/tables/inbox.ts';
import { recipe, startWorld } from './_util/gateway.ts';

const published = (calls: readonly { path: string; status: number }[]): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;

it('Q-03 a deposit that can never be done delays no other dataset, and no later file of its own', async () => {
  const { send, zenodo } = await startWorld({}, [recipe]);
  const refusal = {
    status: 400,
    body: { message: 'A validation error occurred.', errors: [{ field: 'metadata.title', messages: ['Too short.'] }] },
  };
  zenodo.faults.answer({ method: 'POST', path: '/api/records' }, refusal);
  const bad = String((await send.put('xrd/POISON/a.xy', 'x')).json['id']);
  await send.untilState(bad, 'failed');
  const others = await Promise.all(
    ['S-1/a.xy', 'S-2/a.xy', 'POISON/b.xy'].map(async (path) => String((await send.put(`xrd/${path}`, path)).json['id'])),
  );
  for (const id of others) await send.untilState(id, 'findable');
});

it('Q-05 names that only differ in where they are cut are different contents', () => {
  const sha256 = 'f'.repeat(64);
  const ids = [
    contentId({ route: 'ab', dataset: 'c', file: 'd', sha256 }),
    contentId({ route: 'a', dataset: 'bc', file: 'd', sha256 }),
    contentId({ route: 'a', dataset: 'b', file: 'cd', sha256 }),
    contentId({ route: 'a', dataset: 'b,1:c', file: 'd', sha256 }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it.each([
  ['create', { method: 'POST', path: '/api/records' }],
  ['commit', { method: 'POST', path: '*/commit' }],
  ['publish', { method: 'POST', path: '*/actions/publish' }],
])('Q-08 Zenodo does a %s and then answers 504: there is one record', async (_what, match) => {
  const { send, zenodo } = await startWorld({}, [recipe]);
  zenodo.faults.workThen(match, { status: 504 });
  await send.untilState(String((await send.put('xrd/S-1/a.xy', 'x')).json['id']), 'findable');
  expect(published(zenodo.calls)).toBeLessThanOrEqual(1);
  const { hits } = (await (
    await fetch(`${zenodo.url}/api/user/records?allversions=true`, { headers: { authorization: `Bearer ${zenodo.tokens.owner}` } })
  ).json()) as {
    hits: { total: number };
  };
  expect(hits.total).toBe(1);
});
