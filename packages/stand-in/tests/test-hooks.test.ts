import { expect, test } from 'vitest';
import { standInFor } from '../src/index.ts';
import { useStandIn } from '../src/vitest.ts';
import { asking, createDraft, publishedRecord } from './_util/client.ts';

const zenodo = useStandIn({ indexLagMs: 0 });

test.each([1, 2])('each test finds it empty: test %i', async () => {
  const ask = asking(zenodo);
  expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(0);
  await publishedRecord(ask);
  zenodo.faults.answer({ path: '*' }, { status: 500 });
  expect(zenodo.calls.length).toBeGreaterThan(1);
});

test('accounts are blocked and records seeded through it', async () => {
  await zenodo.seed({ records: 2 });
  zenodo.block('owner');
  const ask = asking(zenodo);
  expect((await ask('GET', '/api/user/records')).status).toBe(403);
  zenodo.unblock('owner');
  expect((await ask('GET', '/api/user/records')).body.hits.total).toBe(2);
});

test('in the middle of a test it is made empty again, with the same address and tokens', async () => {
  const before = { url: zenodo.url, tokens: { ...zenodo.tokens } };
  await zenodo.seed({ records: 2, communities: ['crystals'] });
  zenodo.faults.answer({}, { status: 500 });
  await zenodo.reset();
  const ask = asking(zenodo);
  expect((await ask('GET', '/api/records')).body.hits.total).toBe(0);
  expect((await ask('GET', '/api/communities', { accept: 'application/json' })).body.hits.total).toBe(0);
  expect({ url: zenodo.url, tokens: { ...zenodo.tokens } }).toEqual(before);
  expect(zenodo.calls).toHaveLength(2);
});

test('the hooks of any test runner fit; outside of a test it says where to ask', async () => {
  const hooks: { before?: () => Promise<void>; after?: () => Promise<void> } = {};
  const other = standInFor({ beforeEach: (work) => (hooks.before = work), afterEach: (work) => (hooks.after = work) });
  expect(() => other.url).toThrow('The stand-in runs while a test does; ask it inside of a test.');
  await hooks.before?.();
  expect(await createDraft(asking(other))).toMatch(/^\d+$/);
  const { url } = other;
  await hooks.after?.();
  await expect(fetch(url)).rejects.toThrow();
});
