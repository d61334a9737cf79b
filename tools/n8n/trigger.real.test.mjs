import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { api, draft, publish, triggerType } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { triggered } from './flow.mjs';
import { createN8n } from './harness.mjs';

let zenodo;
let n8n;
let rest;
beforeAll(async () => {
  zenodo = await startStandIn({ port: 0 });
  n8n = await createN8n({ packages: [await builtNode()] });
  rest = await n8n.start();
});
afterAll(async () => {
  await n8n?.close();
  await zenodo?.close();
});

const token = (name, value) =>
  rest.saveCredential({ name, type: 'zenodoApi', data: { environment: 'other', baseUrl: zenodo.url, accessToken: value } });
const workflow = async (name, parameters, credential) =>
  rest.saveWorkflow(triggered(name, [triggerType, parameters, { credentials: { zenodoApi: credential } }]));
const itemsOf = (run) => run.data.resultData.runData['Trigger'][0].data.main[0].map(({ json }) => json);
const polls = () => zenodo.calls.filter(({ path }) => /^\/api\/(user\/(records|requests)|communities\/.+\/requests)$/.test(path)).length;

/** A poll of each active workflow has been made since. */
async function polled(before, count = 2) {
  for (const until = Date.now() + 100_000; polls() < before + count; await wait(100))
    if (Date.now() > until) throw new Error('n8n did not poll');
  // n8n stores what the poll left right after it.
  await wait(1500);
}

describe('triggers of a real n8n', () => {
  let records;
  let requests;

  test('find nothing at first, and remember where they are', async () => {
    await api(zenodo, 'POST', '/api/communities', {
      slug: 'review',
      metadata: { title: 'Review' },
      access: { visibility: 'public', review_policy: 'closed' },
    });
    await publish(zenodo, 'From before');
    const owner = await token('owner', zenodo.tokens.owner);
    records = await workflow('records', { event: 'newOwnRecord' }, owner);
    requests = await workflow(
      'requests',
      { event: 'requestCreated', watched: 'community', communityId: { __rl: true, mode: 'id', value: 'review' } },
      owner,
    );
    const before = polls();
    await rest.activate(records);
    await rest.activate(requests);
    await polled(before, 4);
    expect(await rest.runs(records)).toEqual([]);
  });

  test('tell what happened while n8n was stopped, once', async () => {
    await n8n.stop();
    const record = await publish(zenodo, 'While it was stopped');
    const submitted = await draft(zenodo, 'For review');
    const { id } = await api(zenodo, 'GET', '/api/communities/review');
    await api(zenodo, 'PUT', `/api/records/${submitted}/draft/review`, { receiver: { community: id }, type: 'community-submission' });
    await api(zenodo, 'POST', `/api/records/${submitted}/draft/actions/submit-review`, {});
    rest = await n8n.start();
    const [run] = await rest.runsOnce(records, 1);
    expect(run).toMatchObject({ status: 'success', mode: 'trigger' });
    expect(itemsOf(run)).toMatchObject([{ event: 'record.published', id: record.id, title: 'While it was stopped' }]);
    const [asked] = await rest.runsOnce(requests, 1);
    expect(itemsOf(asked)).toMatchObject([{ event: 'community.request.submitted', recordId: submitted, title: 'For review' }]);
  });

  test('tell it no second time after n8n was killed, and lose nothing of what follows', async () => {
    await wait(1500);
    await n8n.stop('SIGKILL');
    const record = await publish(zenodo, 'After the kill');
    const before = polls();
    rest = await n8n.start();
    const runs = await rest.runsOnce(records, 2);
    await polled(before);
    expect(runs.flatMap(itemsOf).map(({ id, title }) => [id, title])).toEqual([
      [expect.any(String), 'While it was stopped'],
      [record.id, 'After the kill'],
    ]);
    expect(await rest.runs(requests)).toHaveLength(1);
  });

  test('give one real item when they are tried by hand', async () => {
    await rest.deactivate(records);
    const run = await rest.runByHand(records, 'Trigger');
    expect(run).toMatchObject({ status: 'success', mode: 'manual' });
    expect(itemsOf(run)).toMatchObject([{ event: 'record.published', title: 'After the kill' }]);
  });

  test('say why they cannot start, and show no token', async () => {
    const refused = await workflow('refused', { event: 'newOwnRecord' }, await token('stranger', 'not-a-token'));
    await expect(rest.activate(refused)).rejects.toThrow(/Zenodo did not accept the access token/);
    await rest.deactivate(refused);
    expect(await n8n.stop()).not.toContain('not-a-token');
  });
});
