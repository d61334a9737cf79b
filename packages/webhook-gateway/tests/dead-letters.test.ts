import { verifyWebhook } from '@zenodo-connect/core/webhooks';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../src/people/scopes.ts';
import { apiOf } from './_util/api.ts';
import { personOf } from './_util/browser.ts';
import { startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';

interface Letters {
  readonly deliveries: readonly { readonly event: string; readonly subscriber: string }[];
}

/** A subscription of the API whose receiver fails, and one of the configuration whose receiver works; one event was given up. */
async function givenUp(...scopes: Scope[]) {
  const [bad, good] = [await startSubscriber((response) => response.writeHead(500).end('no')), await startSubscriber()];
  const world = await startWorld({
    deposits: { run: false },
    deliveries: { delaysMs: [10], pollMs: 20, breakAfter: 2, restsMs: [600_000] },
    subscribers: [{ ...good.config, name: 'works', events: ['gateway.budget.low'] }],
  });
  const admin = await apiOf(world, 'admin');
  const own = { name: 'lab', url: bad.config.url, allow_private: true, secrets: [secret], events: ['deposit.received'] };
  expect((await admin.call('POST', '/subscriptions', own)).status).toBe(201);
  await world.send.put('xrd/S-1/a.xy', 'x');
  const letters = async (): Promise<Letters['deliveries']> =>
    ((await admin.call('GET', '/dead-letters')).json as unknown as Letters).deliveries;
  await until(async () => (await letters()).length === 1, 'it is given up');
  const event = (await letters())[0]!.event;
  const { call } = await apiOf(world, ...scopes);
  return { world, bad, good, admin, call, letters, event, path: `/dead-letters/${event}/lab`, send: `/dead-letters/${event}/lab/send` };
}

it('an event that was given up is shown as it is sent, with its tries and the subscription as it is now', async () => {
  const { call, path, event } = await givenUp('read');
  const { json } = await call('GET', path);
  expect(json).toMatchObject({
    delivery: { event, subscriber: 'lab', state: 'given_up', last_result: expect.stringContaining('500') },
    event: { id: event, type: 'deposit.received', data: { dataset: 'S-1' } },
    attempts: [
      { number: 2, status: 500 },
      { number: 1, status: 500 },
    ],
    subscription: { name: 'lab', source: 'api' },
  });
});

it('the subscription is corrected and the event is sent again, the same one, to a receiver that had been given a rest', async () => {
  const { admin, call, send, good, event, letters } = await givenUp('operate', 'subscribe');
  const answer = await call('POST', send, { change: { url: good.config.url }, new_secret: true });
  expect(answer.status).toBe(202);
  await until(() => good.received.length === 1, 'it arrives');
  const [{ headers, bytes, body }] = good.received as [(typeof good.received)[number]];
  expect(body.id).toBe(event);
  const made = String(answer.json['secret']);
  expect(() => verifyWebhook({ headers: headers as Record<string, string>, body: bytes, secrets: [made], now: new Date() })).not.toThrow();
  await until(async () => (await letters()).length === 0, 'it is no dead letter any more');
  const { items } = (await admin.call('GET', '/audit')).json as unknown as { items: { action: string; outcome: string; detail: object }[] };
  const done = items.filter(({ outcome }) => outcome === 'done').map(({ action }) => action);
  expect(done.slice(0, 3)).toEqual(['events.replay', 'subscription.rotate', 'subscription.change']);
  expect(JSON.stringify(items)).not.toContain(made);
});

it('it can go to another subscriber instead, and is a dead letter of the first one still', async () => {
  const { call, send, good, event, letters } = await givenUp('operate');
  expect((await call('POST', send, { to: 'works' })).status).toBe(202);
  await until(() => good.received.length === 1, 'it arrives');
  expect(good.received[0]!.body.id).toBe(event);
  expect(await letters()).toHaveLength(1);
});

describe('refused, and nothing is changed or sent:', () => {
  it.each([
    ['a correction without the scope for it', ['operate'], { change: { url: 'https://n8n.lab.example/' } }, 403, '"subscribe"'],
    ['an address that may not be', ['operate', 'subscribe'], { change: { url: 'ftp://lab.example/' } }, 400, 'begins with ftp:'],
    ['a secret that is none', ['operate', 'subscribe'], { new_secret: 'CHANGEME' }, 400, 'secret'],
    ['a correction and another receiver', ['operate', 'subscribe'], { new_secret: true, to: 'works' }, 400, 'Either'],
    ['another receiver that there is not', ['operate'], { to: 'nobody' }, 404, '"nobody"'],
    ['a change of the event itself', ['operate'], { event: { data: {} } }, 400, 'event'],
  ] as const)('%s', async (_name, scopes, body, status, words) => {
    const { admin, bad, good, call, send, letters } = await givenUp(...scopes);
    const before = (await admin.call('GET', '/subscriptions/lab')).text;
    const tries = bad.received.length;
    expect(await call('POST', send, body)).toMatchObject({ status, json: { detail: expect.stringContaining(words) } });
    expect((await admin.call('GET', '/subscriptions/lab')).text).toBe(before);
    expect([await letters(), bad.received.length, good.received.length]).toEqual([[expect.anything()], tries, 0]);
  });

  it('what is no dead letter, what there is not, and a correction of what the configuration says', async () => {
    const { world, call, event, good, send } = await givenUp('operate', 'subscribe', 'read');
    await call('POST', send, { to: 'works' });
    await until(() => good.received.length === 1, 'it arrives at the other one');
    await until(
      async () => (await call('GET', `/dead-letters/${event}/works`)).json['detail'] === 'The event has arrived; it is no dead letter.',
      'it is told',
    );
    expect((await call('POST', `/dead-letters/${event}/works/send`, {})).status).toBe(409);
    expect((await call('GET', '/dead-letters/evt_none/lab')).status).toBe(404);
    good.behaviour.answer = (response) => response.writeHead(500).end();
    expect((await call('POST', '/subscriptions/works/test')).status).toBe(202);
    const letters = async () => (await call('GET', '/dead-letters?subscriber=works')).json as unknown as Letters;
    await until(async () => (await letters()).deliveries.length === 1, 'the test is given up');
    const test = (await letters()).deliveries[0]!.event;
    const fixed = await call('POST', `/dead-letters/${test}/works/send`, { change: { format: 'thin' } });
    expect(fixed).toMatchObject({ status: 409, json: { detail: expect.stringContaining('stands in the configuration') } });
    const { get } = await personOf(world);
    expect((await get(`/dead-letters/${test}/works`)).text).toContain('stands in the configuration');
  });
});

it('S-19 a rotation takes no secret that is none', async () => {
  const { admin } = await givenUp();
  expect((await admin.call('POST', '/subscriptions/lab/secrets', { secret: 'CHANGEME' })).status).toBe(400);
});

describe('on the pages', () => {
  it('what was chosen on the list is still chosen after an event of it was sent again', async () => {
    const { world, event } = await givenUp();
    const { get, act } = await personOf(world);
    const list = (await get('/dead-letters?subscriber=lab&type=deposit.received')).text;
    expect(list).toContain('<input type="hidden" name="type" value="deposit.received">');
    expect(list).toContain(`href="/dead-letters/${event}/lab?subscriber=lab&amp;type=deposit.received"`);
    const sent = await act(`/dead-letters/${event}/lab/send`, { subscriber: 'lab', type: 'deposit.received', evil: '//elsewhere' });
    expect([sent.status, sent.headers['location']]).toEqual([
      303,
      '/dead-letters?subscriber=lab&type=deposit.received&done=It%20is%20sent%20again.',
    ]);
    expect((await get(String(sent.headers['location']))).text).toContain('It is sent again.');
  });

  it('a subscription is corrected by the form, and what cannot be is said with what was written', async () => {
    const { world, good, event } = await givenUp();
    const { get, act } = await personOf(world);
    const path = `/dead-letters/${event}/lab`;
    const fields = { url: good.config.url, format: 'combined', secret: '', 'header-name': '', 'header-value': '' };
    const wrong = await act(`${path}/correct`, { ...fields, url: 'http://n8n.lab.example:22/', secret: 'whsec_planted' });
    expect([wrong.status, wrong.text.includes('value="http://n8n.lab.example:22/"'), wrong.text.includes('planted')]).toEqual([
      400,
      true,
      false,
    ]);
    expect((await act(`${path}/correct`, { ...fields, 'header-name': 'X-Key' })).text).toContain('The header X-Key has no value');
    expect(good.received).toHaveLength(0);
    const saved = await act(`${path}/correct`, { ...fields, 'header-name': 'X-Key', 'header-value': '0123456789abcdefg' });
    expect(saved.headers['location']).toBe('/dead-letters?done=It%20is%20saved%2C%20and%20sent%20again.');
    await until(() => good.received.length === 1, 'it arrives');
    expect([good.received[0]!.body.id, good.received[0]!.headers['x-key']]).toEqual([event, '0123456789abcdefg']);
    expect((await get(path)).status).toBe(409);
  });

  it('who may operate and not subscribe sends it again, and is offered no form to correct it', async () => {
    const { world, event } = await givenUp();
    const { get, act } = await personOf(world, ['read', 'operate'], 'otto');
    const { text } = await get(`/dead-letters/${event}/lab`);
    expect([text.includes('Send it again as it is'), text.includes('/correct')]).toEqual([true, false]);
    expect((await act(`/dead-letters/${event}/lab/correct`, { url: 'https://n8n.lab.example/', format: 'thin' })).status).toBe(403);
  });

  it('all events of a chosen subscriber go again once their number is written, and the choice stays', async () => {
    const { world, admin, good, letters } = await givenUp();
    const { get, act } = await personOf(world);
    await world.send.put('xrd/S-2/a.xy', 'y');
    await admin.call('PATCH', '/subscriptions/lab', { url: good.config.url });
    await admin.call('POST', '/subscriptions/lab/enable');
    await until(() => good.received.length === 1, 'what waited arrives');
    expect((await get('/dead-letters')).text).not.toContain('Send all again');
    expect((await get('/dead-letters?subscriber=lab')).text).toContain('To send lab all of these again (1)');
    const wrong = await act('/dead-letters/send', { subscriber: 'lab', confirm: '2' });
    expect([wrong.status, wrong.text.includes('which is 1 now; nothing was sent.')]).toEqual([200, true]);
    expect((await act('/dead-letters/send', { subscriber: 'lab', type: '*', confirm: '1' })).status).toBe(400);
    const sent = await act('/dead-letters/send', { subscriber: 'lab', confirm: '1' });
    expect(sent.headers['location']).toBe('/dead-letters?subscriber=lab&done=They%20are%20sent%20again.');
    await until(async () => (await letters()).length === 0 && good.received.length === 2, 'both are there');
  });
});
