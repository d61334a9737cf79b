import { expect, it } from 'vitest';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const each = 12;

/** Events of which a subscriber got one half, and never heard of the other; from now on it is slow. */
async function slowSubscriber() {
  const slow = await startSubscriber();
  const subscriber = { ...slow.config, events: ['deposit.received'] as const, filter: { 'data.dataset': { $startsWith: 'A-' } } };
  const world = await startWorld({ deposits: { run: false }, subscribers: [subscriber] });
  const { call } = await apiOf(world, 'operate', 'read', 'admin');
  for (let n = 0; n < each; n += 1) for (const half of ['A', 'B']) await world.send.put(`xrd/${half}-${n}/a.xy`, `${half}${n}`);
  await until(() => slow.received.length === each, 'the half that it wants');
  slow.behaviour.answer = (response) => void setTimeout(() => response.writeHead(204).end(), 1_000);
  const confirm = { subscriber: 'listener', types: ['deposit.received'], confirm: 2 * each };
  const statesOf = async () => {
    const { items } = (await call('GET', '/events?types=deposit.received&limit=500')).json as unknown as { items: { id: string }[] };
    const lists = await Promise.all(items.map(async ({ id }) => (await call('GET', `/events/${id}/deliveries`)).json['items']));
    return (lists as unknown as { state: string }[][]).map((list) => list[0]?.state ?? 'none');
  };
  return { slow, world, call, confirm, statesOf };
}

it('A-14 a replay that runs is stopped: it says how much was sent, and the rest is as it was before', async () => {
  const { slow, call, confirm, statesOf } = await slowSubscriber();
  const { replay, queued } = (await call('POST', '/replays', confirm)).json as unknown as { replay: string; queued: number };
  expect(queued).toBe(2 * each);
  await until(() => slow.received.length > each, 'the first are sent');
  const stopped = await call('POST', `/replays/${replay}/stop`);
  expect(stopped.json).toMatchObject({ id: replay, state: 'stopped', count: 2 * each, queued: 2 * each });
  await until(async () => (await call('GET', '/replays')).json['items']?.[0]?.['waiting'] === 0, 'what was on its way has arrived');
  const [entry] = (await call('GET', '/replays?subscriber=listener')).json['items'] as unknown as { sent: number }[];
  expect(entry!.sent).toBe(slow.received.length - each);
  expect(entry!.sent).toBeLessThan(2 * each);
  const states = await statesOf();
  expect(states.filter((state) => state === 'delivered').length).toBeGreaterThanOrEqual(each);
  expect(states.filter((state) => state === 'none').length).toBeGreaterThan(0);
  expect(states).not.toContain('pending');
  const audit = (await call('GET', '/audit')).json['items'] as unknown as { action: string; outcome: string }[];
  expect(audit).toContainEqual(expect.objectContaining({ action: 'events.replay_stop', outcome: 'done', subject: replay }));
});

it('A-14 what is just being sent when its replay is stopped, and fails, is not tried again', async () => {
  const { slow, call, confirm, statesOf } = await slowSubscriber();
  slow.behaviour.answer = (response) => void setTimeout(() => response.writeHead(500).end(), 1_000);
  const { replay } = (await call('POST', '/replays', confirm)).json as unknown as { replay: string };
  await until(() => slow.received.length > each, 'the first are sent');
  await call('POST', `/replays/${replay}/stop`);
  await until(async () => !(await statesOf()).includes('pending'), 'nothing waits');
  const ids = slow.received.map(({ body }) => body.id);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(slow.received).toHaveLength(ids.length);
});

it('A-14 a replay that was sent, and one that is none, cannot be stopped', async () => {
  const { slow, call, confirm } = await slowSubscriber();
  slow.behaviour.answer = (response) => response.writeHead(204).end();
  const { replay } = (await call('POST', '/replays', confirm)).json as unknown as { replay: string };
  await until(async () => (await call('GET', '/replays')).json['items']?.[0]?.['state'] === 'done', 'all are sent');
  expect((await call('POST', `/replays/${replay}/stop`)).status).toBe(409);
  expect((await call('POST', '/replays/nope/stop')).status).toBe(404);
});

it('A-14 the page of a subscriber shows its replays, and stops one', async () => {
  const { world, call, confirm } = await slowSubscriber();
  const { get, act } = await personOf(world);
  const { replay } = (await call('POST', '/replays', confirm)).json as unknown as { replay: string };
  expect((await get('/subscribers/listener')).text).toContain(`action="/subscribers/listener/replays/${replay}/stop"`);
  expect((await act(`/subscribers/listener/replays/${replay}/stop`)).headers['location']).toContain('The%20replay%20is%20stopped');
  expect((await get('/subscribers/listener')).text).toMatch(/<td class="name">stopped<\/td><td>24<\/td><td>\d+ sent<\/td>/);
});
