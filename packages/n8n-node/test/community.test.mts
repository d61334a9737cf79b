import { useStandIn } from '@zenodo-connect/stand-in/vitest';
import { describe, expect, test } from 'vitest';
import { located, outcome, published, run, writes } from './_node.mts';

const zenodo = useStandIn();
const crystals = located('crystals');

test.each(['owner', 'other'])('a community is read, and found among all and among those of its member (%s)', async (as) => {
  await zenodo.seed({ as, communities: ['crystals'] });
  expect(await outcome(zenodo, 'community', 'get', { communityId: crystals })).toMatchObject({
    slug: 'crystals',
    url: expect.any(String) as string,
  });
  expect(await run(zenodo, 'community', 'getAll', { filters: { query: 'crystals' } })).toHaveLength(1);
  expect(await run(zenodo, 'community', 'getAll', { filters: { own: true } })).toHaveLength(as === 'owner' ? 1 : 0);
});

test('its records are listed', async () => {
  await zenodo.seed({
    communities: ['crystals'],
    records: [{ community: 'crystals', metadata: { title: 'Quartz' } }, { metadata: { title: 'Beetle' } }],
  });
  const all = await run(zenodo, 'community', 'getRecords', { communityId: crystals, filters: { sort: 'newest' } });
  const none = await run(zenodo, 'community', 'getRecords', { communityId: crystals, filters: { query: 'beetle' }, returnAll: true });
  expect(all.map(({ json }) => json['title'])).toEqual(['Quartz']);
  expect(none).toEqual([]);
});

describe('a record', () => {
  const add = (id: unknown, options = {}) =>
    outcome(zenodo, 'community', 'addRecord', { communityId: crystals, recordId: located(id), options });

  test('is asked for once where others decide', async () => {
    await zenodo.seed({ as: 'other', communities: ['crystals'] });
    const { id } = await published(zenodo);
    const first = await add(id, { comment: 'Please' });
    expect(first).toMatchObject({ recordId: id, community: 'crystals', status: 'submitted' });
    expect(await add(id)).toEqual(first);
    expect(writes(zenodo).filter((call) => call.endsWith('/communities'))).toHaveLength(1);
  });

  test('is taken in and out by a curator, and out once', async () => {
    await zenodo.seed({ as: 'owner', communities: ['crystals'] });
    const { id } = await published(zenodo);
    const parameters = { communityId: crystals, recordId: located(id) };
    const request = await add(id);
    if (request['status'] === 'submitted') await run(zenodo, 'request', 'accept', { requestId: located(request['requestId']) });
    expect(await add(id)).toMatchObject({ status: 'included' });
    expect(await outcome(zenodo, 'community', 'removeRecord', parameters)).toMatchObject({ removed: true, recordId: id });
    expect(await outcome(zenodo, 'community', 'removeRecord', parameters)).toMatchObject({ removed: false });
  });
});
