import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Zenodo } from '@zenodo-connect/core';
import type { Statement } from '@zenodo-connect/nestjs';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Admission } from '../src/auth/admission.ts';
import { rememberAdmitted } from '../src/doors/admitted.ts';
import { ownEventTypes } from '../src/events/event-types.ts';
import { InboundEvents } from '../src/events/inbound-events.ts';
import { malformed } from '../src/problems/problem-of.ts';
import { openStore } from '../src/tables/open-store.ts';
import { Outbox } from '../src/tables/outbox.ts';
import { apiOf } from './_util/api.ts';
import { schemaFaults, schemaTypes } from './_util/event-schema.ts';
import { draftRecipe, recipe, startWorld, type World } from './_util/gateway.ts';
import { recipeOf, strongSecret } from './_util/recipes.ts';
import { secret, until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const still = { deposits: { run: false } };

interface Told {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

async function told({ gateway }: World, ...types: string[]): Promise<readonly Told[]> {
  const events = await gateway.app.get(Outbox).events({ limit: 500, ...(types.length > 0 && { types }) });
  return events.map(({ body }) => JSON.parse(body) as Told);
}

it('the schema has exactly the types that there are', () => {
  expect([...schemaTypes].sort()).toEqual([...ownEventTypes].sort());
});

it('an event that lacks what its schema asks for does not pass', () => {
  expect(schemaFaults({ type: 'inbound.refused' })).not.toEqual([]);
});

it('a deposit tells how far it is: received, created, its files uploaded, published, findable', async () => {
  const world = await startWorld();
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await world.send.untilState(id, 'findable');
  const events = await told(world);
  expect(events.map(({ type }) => type)).toEqual([
    'deposit.received',
    'deposit.created',
    'deposit.files_uploaded',
    'deposit.published',
    'doi.findable',
  ]);
  const [, created, uploaded] = events;
  expect(created!.data).toMatchObject({ job: id, state: 'running', record_id: expect.stringMatching(/^\d+$/) });
  expect(uploaded!.data['record_id']).toBe(created!.data['record_id']);
});

it('a draft that a second file goes into was created once', async () => {
  const world = await startWorld({}, [draftRecipe]);
  for (const name of ['a.xy', 'b.xy']) {
    const { json } = await world.send.put(`drafts/S-1/${name}`, name);
    await world.send.untilState(String(json['id']), 'left');
  }
  expect((await told(world, 'deposit.created', 'deposit.files_uploaded', 'deposit.draft_ready')).map(({ type }) => type)).toEqual([
    'deposit.created',
    'deposit.files_uploaded',
    'deposit.draft_ready',
    'deposit.files_uploaded',
    'deposit.draft_ready',
  ]);
});

it('a draft that needs a person says whose approval it needs', async () => {
  const world = await startWorld({}, [recipe.replace(/publish:.*/, 'publish: { mode: approval, approvers: [irene] }')]);
  await world.send.untilState(String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']), 'left');
  const [event] = await told(world, 'deposit.approval_needed');
  expect(event!.data).toMatchObject({ state: 'left', decision: { mode: 'approval', approvers: ['irene'] } });
});

it('a deposit that goes to a community is submitted', async () => {
  const world = await startWorld({}, [`${recipe}community: { slug: crystals }\n`]);
  const { url, tokens } = world.zenodo;
  const curator = new Zenodo({ baseUrl: url, dataciteUrl: url, token: tokens.other });
  await curator.communities.create({ slug: 'crystals', metadata: { title: 'Crystals' } });
  await world.send.untilState(String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']), 'submitted');
  expect((await told(world, 'deposit.submitted')).map(({ data }) => data['state'])).toEqual(['submitted']);
});

it('a deposit that waits says what for, once a day however often it is tried', async () => {
  const world = await startWorld();
  world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 40 }, { status: 503, body: 'Away.' });
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  await until(async () => Number((await world.send.job(id))['attempts']) >= 3, 'three tries', 30_000);
  expect(await told(world, 'deposit.waiting')).toMatchObject([{ data: { job: id, state: 'waiting', waiting_for: 'zenodo' } }]);
});

it('an edit by a person is told; a retry that changes nothing is not', async () => {
  const world = await startWorld(still);
  const { call } = await apiOf(world, 'operate', 'read');
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  const { metadata } = (await call('GET', `/deposits/${id}`)).json as unknown as { metadata: object };
  await call('POST', `/deposits/${id}/retry`);
  expect(await told(world, 'deposit.updated')).toEqual([]);
  for (const title of ['A better title', 'The best title']) await call('PATCH', `/deposits/${id}`, { metadata: { ...metadata, title } });
  expect(await told(world, 'deposit.updated')).toHaveLength(2);
});

describe('inbound.refused', () => {
  it('is told of a sender that may send, with the problem, and once a minute', async () => {
    const world = await startWorld(still);
    for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await world.send.put(`xrd/S-1/${name}`, 'x');
    const events = await told(world, 'inbound.refused');
    expect(events.length).toBeLessThanOrEqual(2);
    expect(events[0]).toMatchObject({
      subject: 'inbound/xrd',
      data: {
        route: 'xrd',
        problem: 'urn:zenodo-connect:problem:recipe-refused',
        status: 422,
        detail: expect.stringContaining('file.name'),
      },
    });
  });

  it('is not told of strangers, of dry runs, and of what was merely too early', async () => {
    const world = await startWorld(still);
    await request(`${world.gateway.url}/in/xrd/S-1/a.pdf`, { method: 'PUT', body: 'x' });
    await request(`${world.gateway.url}/in/xrd/S-1/a.pdf`, { method: 'PUT', body: 'x', headers: { authorization: 'Bearer gwi_wrong' } });
    await world.send.put('xrd/S-1/a.pdf?dry_run=1', 'x');
    expect(await told(world, 'inbound.refused')).toEqual([]);
  });

  it('is not told where the signature of the body is wrong, and is where it is right', async () => {
    const signed = recipeOf('git', 'auth: { type: github, secrets: [forge] }\nmatch: { meta.action: { $eq: published } }', 'r');
    const world = await startWorld({ ...still, secrets: { forge: strongSecret } }, [signed]);
    const body = '{"action": ';
    const send = (signature: string) =>
      request(`${world.gateway.url}/in/git`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'release',
          'x-github-delivery': 'd-1',
          'x-hub-signature-256': signature,
        },
      });
    expect((await send(`sha256=${'0'.repeat(64)}`)).statusCode).toBe(401);
    expect(await told(world, 'inbound.refused')).toEqual([]);
    expect((await send(`sha256=${createHmac('sha256', strongSecret).update(body).digest('hex')}`)).statusCode).toBe(400);
    expect(await told(world, 'inbound.refused')).toMatchObject([{ data: { problem: 'urn:zenodo-connect:problem:bad-json' } }]);
  });

  it('is written before a gateway stops, also when the sender has hung up', async () => {
    const store = await openStore(await tempFolder());
    const held = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const write = store.write.bind(store);
    const slow = async (statements: readonly Statement[]) => {
      if (JSON.stringify(statements).includes('inbound.refused')) {
        begun.resolve();
        await held.promise;
      }
      return write(statements);
    };
    const world = await startWorld({ ...still, store: Object.assign(store, { write: slow }) });
    const { hostname, port } = new URL(world.gateway.url);
    const sender = connect(Number(port), hostname);
    sender.write(`PUT /in/xrd/S-1/a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.send.token}\r\nContent-Length: 1\r\n\r\nx`);
    await begun.promise;
    sender.resetAndDestroy();
    await setTimeout(100);
    const stopped = world.gateway.close().then(() => 'stopped');
    expect(await Promise.race([stopped, setTimeout(500, 'still waiting')])).toBe('still waiting');
    held.resolve();
    expect(await stopped).toBe('stopped');
    expect(await new Outbox(store).events({ limit: 9, types: ['inbound.refused'] })).toHaveLength(1);
    await store.close();
  });

  it('is no fault in the log when the gateway has stopped before its sender was answered', async () => {
    const { gateway, log } = await startWorld(still);
    const sender = {} as IncomingMessage;
    rememberAdmitted(sender, 'xrd', { sender: 'token' } as unknown as Admission);
    await gateway.close();
    await gateway.app.get(InboundEvents).refused(sender, malformed());
    expect(log.filter((line) => (line as { readonly level: string }).level === 'error')).toEqual([]);
  });
});

it('bytes that come once more are told once, with the deposit that they are', async () => {
  const world = await startWorld(still);
  const id = String((await world.send.put('xrd/S-1/a.xy', 'x')).json['id']);
  for (let n = 0; n < 3; n += 1) await world.send.put('xrd/S-1/a.xy', 'x');
  const events = await told(world, 'inbound.duplicate');
  expect(events.length).toBeLessThanOrEqual(2);
  expect(events[0]).toMatchObject({ subject: 'xrd/S-1', data: { route: 'xrd', dataset: 'S-1', job: id, state: 'queued' } });
});

it('a recipe that names who hears of it names who hears of its refusals', async () => {
  const world = await startWorld(
    {
      ...still,
      subscribers: ['lab', 'other'].map((name) => ({ name, url: 'http://127.0.0.1:9/', secret, allowPrivate: true })),
    },
    [`${recipe}notify: [{ to: lab, on: [inbound.refused] }]\n`],
  );
  await world.send.put('xrd/S-1/a.pdf', 'x');
  const outbox = world.gateway.app.get(Outbox);
  const [event] = await outbox.events({ limit: 1, types: ['inbound.refused'] });
  expect((await outbox.deliveriesOf(event!.id)).map(({ subscriber }) => subscriber)).toEqual(['lab']);
});

it("calls that wait for Zenodo's rate limit are told of once an hour", async () => {
  const world = await startWorld();
  const resetS = Math.floor(Date.now() / 1000) + 8;
  world.zenodo.faults.answer(
    { method: 'POST', path: '/api/records', times: 1 },
    {
      status: 429,
      body: { message: 'Slow down.' },
      headers: { 'retry-after': '8', 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetS) },
    },
  );
  await world.send.put('xrd/S-1/a.xy', 'x');
  await until(async () => (await told(world, 'gateway.budget.low')).length > 0, 'the event', 15_000);
  expect(await told(world, 'gateway.budget.low')).toMatchObject([
    {
      subject: 'budget',
      data: { account: 'default', waits_until: expect.stringMatching(/^20/), message: expect.stringContaining('rate limit') },
    },
  ]);
});
