import { expect, test } from 'vitest';
import { started } from './_util/started.ts';

test('statistics are known by name and refused to everybody', async () => {
  const { ask } = await started();
  const asked = (as: 'nobody' | 'owner' | 'admin') =>
    ask('POST', '/api/stats', { as, json: { mine: { stat: 'record-view', params: { recid: '1' } } } });
  expect([(await asked('nobody')).status, (await asked('owner')).status, (await asked('admin')).status]).toEqual([401, 403, 403]);
  expect((await asked('owner')).body.message).toBe(
    'You do not have a permission to query the statistic "record-view" with those parameters',
  );
});

test.each([
  [{}, 200, undefined],
  [{ mine: { stat: 'frob' } }, 400, "Unknown statistic 'frob'"],
  [{ mine: 7 }, 400, 'Invalid Input. It should be of the form { STATISTIC_NAME: { "stat": STAT_TYPE, "params": STAT_PARAMS }}'],
  [[], 400, 'Invalid Input. It should be of the form { STATISTIC_NAME: { "stat": STAT_TYPE, "params": STAT_PARAMS }}'],
])('a query of %j', async (json, status, message) => {
  const { ask } = await started();
  const answer = await ask('POST', '/api/stats', { json });
  expect([answer.status, answer.body.message]).toEqual([status, message]);
});

test('a query that is no JSON is refused by its type', async () => {
  const { ask } = await started();
  expect((await ask('POST', '/api/stats', { body: '{}', type: 'text/plain' })).status).toBe(415);
  expect((await ask('GET', '/api/stats')).status).toBe(405);
});
