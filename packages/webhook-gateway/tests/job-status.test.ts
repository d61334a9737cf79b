import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';

const still = { deposits: { run: false } };

describe('Prefer: wait', () => {
  it('answers when the job has come to another state', async () => {
    const { send } = await startWorld();
    const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
    const startedAt = Date.now();
    let status = 'queued';
    while (status !== 'findable') {
      const answer = await send.get(`/jobs/${id}`, { prefer: 'wait=20' });
      expect(answer.headers['preference-applied']).toBe('wait=20');
      status = String(answer.json['status']);
    }
    expect(Date.now() - startedAt).toBeLessThan(15_000);
  });

  it('answers with the same state when the time is over', async () => {
    const { send } = await startWorld(still);
    const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
    const startedAt = Date.now();
    expect((await send.get(`/jobs/${id}`, { prefer: 'respond-async, wait=1' })).json['status']).toBe('queued');
    expect(Date.now() - startedAt).toBeGreaterThan(900);
  });

  it.each(['wait=soon', 'await=20', 'wait=-1', 'return=minimal'])('"%s" is no wish to wait', async (prefer) => {
    const { send } = await startWorld(still);
    const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
    expect((await send.get(`/jobs/${id}`, { prefer })).headers['preference-applied']).toBeUndefined();
  });
});

it('the changes of a job are a stream for the token that sent it, and for no other', async () => {
  const world = await startWorld({}, [recipe, recipe.replace('route: xrd', 'route: other')]);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const other = client(world.gateway.url, await world.gateway.addToken('other'));
  expect((await other.get(`/jobs/${id}/events`)).status).toBe(404);
  const stream = await request(`${world.gateway.url}/jobs/${id}/events`, { headers: { authorization: `Bearer ${world.send.token}` } });
  const text = await stream.body.text();
  expect(stream.headers['content-type']).toContain('text/event-stream');
  expect(text).toMatch(/event: job\ndata: \{[^\n]*"status":"findable"[^\n]*\n\n$/);
});

it('each file says whether the copy of its sender may go', async () => {
  const { send } = await startWorld();
  const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
  expect(await send.untilState(id, 'findable')).toMatchObject({ files: [{ name: 'a.xy', safe_to_delete: true }] });
});
