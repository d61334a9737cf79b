import { createHmac, randomBytes } from 'node:crypto';
import { signWebhook } from '@zenodo-connect/core/webhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayConfig } from '../src/index.ts';
import { client } from './_util/client.ts';
import type { World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { strongSecret } from './_util/recipes.ts';
import { expectUnknown, other, worldWith } from './_util/senders.ts';
import { secret as whsec } from './_util/subscriber.ts';

const _off = { deposits: { run: false } } satisfies Partial<GatewayConfig>;
const json = { 'content-type': 'application/json' };

describe('Standard Webhooks', () => {
  let world: World;
  beforeEach(async () => {
    world = await worldWith('{ type: standard-webhooks, secrets: [hook] }');
  });
  const sign = (body: Uint8Array, { id = 'msg_1', at = new Date(), secrets = whsec } = {}) =>
    signWebhook({ id, timestamp: at, body, secrets });
  const post = (body: Buffer, headers: object) => client(world.gateway.url, undefined).post('in', body, headers as Record<string, string>);

  it('S-07 a right signature over a binary body is taken, and S-11 the same again is the same job', async () => {
    const body = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    const headers = { ...sign(body), 'x-file-name': 'a.bin' };
    const [first, again] = [await post(body, headers), await post(body, headers)];
    expect([first.status, again.status, again.json['id']]).toEqual([202, 200, first.json['id']]);
  });

  it('S-06 another body that decodes to the same text is refused', async () => {
    const headers = { ...sign(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 'x-file-name': 'a.bin' };
    await expectUnknown(world, await post(Buffer.from([0x22, 0x80, 0x81, 0x22]), headers));
  });

  it('S-08 the border between id and body cannot be moved', async () => {
    const body = Buffer.from('5.{"a":1}');
    const { 'webhook-timestamp': at, ...signed } = sign(body);
    const moved = { ...signed, 'webhook-id': `msg_1.${at}`, 'webhook-timestamp': '5', 'x-file-name': 'a.bin' };
    const answer = await post(Buffer.from('{"a":1}'), moved);
    expect(answer).toMatchObject({
      status: 400,
      json: { type: 'urn:zenodo-connect:problem:bad-header', detail: 'The header webhook-id is no id.' },
    });
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0, jobs: 0 });
  });

  it.each(['msg 1', 'msg.1', 'msg/1', 'a'.repeat(129)])('S-08 the id "%s" is none, however well it is signed', async (id) => {
    const body = Buffer.from('x');
    const { 'webhook-timestamp': at } = sign(body);
    const signature = createHmac('sha256', Buffer.from(whsec.slice(6), 'base64'))
      .update(`${id}.${at}.x`)
      .digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}`, 'x-file-name': 'a.bin' };
    expect(await post(body, headers)).toMatchObject({ status: 400, json: { detail: 'The header webhook-id is no id.' } });
  });

  it('S-08 no id is refused like a wrong signature', async () => {
    const { 'webhook-id': _id, ...rest } = sign(Buffer.from('x'));
    await expectUnknown(world, await post(Buffer.from('x'), { ...rest, 'x-file-name': 'a.bin' }));
  });

  it.each(['', 'v1,', 'v1,aaaaaaaa', 'v1,!!!!', 'v2,AAAA', `v1,${'A'.repeat(43)}=x`, `v1,${'_'.repeat(43)}=`])(
    'S-01, S-03 the signature "%s" is refused like any other',
    async (signature) => {
      await expectUnknown(
        world,
        await post(Buffer.from('x'), { ...sign(Buffer.from('x')), 'webhook-signature': signature, 'x-file-name': 'a.bin' }),
      );
    },
  );

  it('S-01 no signature is refused like a wrong one', async () => {
    await expectUnknown(world, await post(Buffer.from('x'), { 'x-file-name': 'a.bin' }));
  });

  it.each([11, 250])('S-04 %i signatures in one header are refused before one of them is compared', async (count) => {
    const headers = sign(Buffer.from('x'));
    const many = Array.from({ length: count }, () => headers['webhook-signature']).join(' ');
    const answer = await post(Buffer.from('x'), { ...headers, 'webhook-signature': many, 'x-file-name': 'a.bin' });
    expect(answer).toMatchObject({ status: 400, json: { type: 'urn:zenodo-connect:problem:bad-header' } });
    expect(answer.json['detail']).toBe('The header webhook-signature has more than 10 signatures.');
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0, jobs: 0 });
  });

  it('S-04 ten signatures of which one fits are taken', async () => {
    const headers = sign(Buffer.from('x'));
    const ten = [...Array.from({ length: 9 }, () => `v1,${'A'.repeat(43)}=`), headers['webhook-signature']].join(' ');
    expect((await post(Buffer.from('x'), { ...headers, 'webhook-signature': ten, 'x-file-name': 'a.bin' })).status).toBe(202);
  });

  it.each(['1700000000abc', ' 1700000000', '+1700000000', '1e9', '0x10', '1700000000.5', '-1700000000', '17000000001700000000'])(
    'S-09 the time "%s" is refused',
    async (time) => {
      await expectUnknown(
        world,
        await post(Buffer.from('x'), { ...sign(Buffer.from('x')), 'webhook-timestamp': time, 'x-file-name': 'a.bin' }),
      );
    },
  );

  it.each([-310, 310])('S-10 a clock that is off by %i s is told to who has the secret', async (seconds) => {
    const at = new Date(Date.now() + seconds * 1_000);
    const answer = await post(Buffer.from('x'), { ...sign(Buffer.from('x'), { at }), 'x-file-name': 'a.bin' });
    expect(answer).toMatchObject({ status: 401, json: { type: 'urn:zenodo-connect:problem:clock-skew' } });
    const forged = await post(Buffer.from('y'), { ...sign(Buffer.from('x'), { at }), 'x-file-name': 'a.bin' });
    expect(forged.json['type']).toBe('urn:zenodo-connect:problem:unauthorized');
  });

  it.each([-290, 290])('S-10 a clock that is off by %i s is tolerated', async (seconds) => {
    const at = new Date(Date.now() + seconds * 1_000);
    expect((await post(Buffer.from('x'), { ...sign(Buffer.from('x'), { at }), 'x-file-name': 'a.bin' })).status).toBe(202);
  });

  it('S-13 the same id for other bytes is a conflict', async () => {
    await post(Buffer.from('x'), { ...sign(Buffer.from('x')), 'x-file-name': 'a.bin' });
    const answer = await post(Buffer.from('y'), { ...sign(Buffer.from('y')), 'x-file-name': 'a.bin' });
    expect(answer).toMatchObject({ status: 422, json: { type: 'urn:zenodo-connect:problem:idempotency-conflict' } });
  });

  it('S-11 a replay under an Idempotency-Key of its own is still the same job', async () => {
    const headers = { ...sign(Buffer.from('x')), 'x-file-name': 'a.bin' };
    const first = await post(Buffer.from('x'), headers);
    expect(await post(Buffer.from('x'), { ...headers, 'idempotency-key': 'fresh' })).toMatchObject({
      status: 200,
      json: { id: first.json['id'] },
    });
  });

  it('S-16 a token of another route opens nothing here', async () => {
    const token = await world.gateway.addToken('in');
    const answer = await client(world.gateway.url, token).post('in', 'x', { 'x-file-name': 'a.bin' });
    await expectUnknown(world, answer);
  });

  it('S-05 any bit that flips is seen, of the body, the id or the time', async () => {
    const body = randomBytes(40);
    const headers = { ...sign(body), 'x-file-name': 'a.bin' };
    for (let bit = 0; bit < 40; bit += 1) {
      const flipped = Buffer.from(body);
      flipped[bit]! ^= 1 << (bit % 8);
      expect((await post(flipped, headers)).status).toBe(401);
    }
    await expectUnknown(world, await post(body.subarray(1), headers));
    const later = String(Number(headers['webhook-timestamp']) + 1);
    await expectUnknown(world, await post(body, { ...headers, 'webhook-id': 'msg_2' }));
    await expectUnknown(world, await post(body, { ...headers, 'webhook-timestamp': later }));
  });
});

it('S-17 a secret counts from and until its times', async () => {
  const hour = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString();
  const world = await worldWith(
    `{ type: standard-webhooks, secrets: [{ name: hook, until: "${hour(-1)}" }, { name: next, from: "${hour(1)}" }] }`,
  );
  for (const secrets of [whsec, other]) {
    const headers = { ...signWebhook({ id: 'msg_1', timestamp: new Date(), body: 'x', secrets }), 'x-file-name': 'a' };
    await expectUnknown(world, await client(world.gateway.url, undefined).post('in', 'x', headers));
  }
});

describe('GitHub', () => {
  const sign = (body: string, key = strongSecret): string => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
  const release = JSON.stringify({ action: 'published', release: { id: 7, tag_name: 'v1' }, repository: { full_name: 'lab/code' } });
  let world: World;
  beforeEach(async () => {
    world = await worldWith('{ type: github, secrets: [one] }', {}, 'match: { meta.action: published }');
  });
  const post = (body: string, headers: object) =>
    client(world.gateway.url, undefined).post('in', body, { ...json, ...headers } as Record<string, string>);

  it('a release that is published is taken, and S-12 delivered again it is the same job', async () => {
    const headers = { 'x-hub-signature-256': sign(release), 'x-github-event': 'release', 'x-github-delivery': 'd-1' };
    const first = await post(release, headers);
    expect(first.status).toBe(202);
    expect(await post(release, { ...headers, 'x-github-delivery': 'd-2', 'idempotency-key': 'fresh' })).toMatchObject({
      status: 200,
      json: { id: first.json['id'] },
    });
  });

  it('an action that the recipe does not want, and a ping, are answered with 204', async () => {
    const created = release.replace('published', 'created');
    const ping = '{"zen":"Keep it logically awesome.","hook_id":1}';
    const answers = [
      await post(created, { 'x-hub-signature-256': sign(created) }),
      await post(ping, { 'x-hub-signature-256': sign(ping), 'x-github-event': 'ping' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0 });
  });

  it('S-02 the SHA-1 signature alone is refused', async () => {
    await expectUnknown(
      world,
      await post(release, { 'x-hub-signature': `sha1=${createHmac('sha1', strongSecret).update(release).digest('hex')}` }),
    );
  });

  it('S-15 a body that was written anew is refused', async () => {
    await expectUnknown(world, await post(JSON.stringify(JSON.parse(release), null, 1), { 'x-hub-signature-256': sign(release) }));
  });

  it('a wrong secret, and upper case, are refused and taken', async () => {
    await expectUnknown(world, await post(release, { 'x-hub-signature-256': sign(release, 'another') }));
    expect((await post(release, { 'x-hub-signature-256': sign(release).toUpperCase().replace('SHA256', 'sha256') })).status).toBe(202);
  });
});

it('GitLab: the old token and the signed form', async () => {
  const world = await worldWith('{ type: gitlab, secrets: [one, hook] }');
  const post = (headers: object) =>
    client(world.gateway.url, undefined).post('in', '{"object_kind":"release"}', { ...json, ...headers } as Record<string, string>);
  await expectUnknown(world, await post({ 'x-gitlab-token': `${strongSecret}x` }));
  await expectUnknown(world, await post({ 'x-gitlab-token': whsec }));
  expect((await post({ 'x-gitlab-token': strongSecret })).status).toBe(202);
  const signed = signWebhook({ id: 'w-1', timestamp: new Date(), body: '{"object_kind":"release"}', secrets: whsec });
  expect((await post({ ...signed })).status).toBe(200);
});

describe('an HMAC of one’s own', () => {
  const auth = `
  type: hmac
  secrets: [one]
  header: X-Signature
  encoding: base64
  signed: [method, { text: "\\n" }, path, { text: "\\n" }, timestamp, { text: "\\n" }, nonce, { text: "\\n" }, { header: X-Dataset }, { text: "\\n" }, body]
  timestamp: { header: X-Time }
  nonce: { header: X-Nonce }
  clock_tolerance_s: 900`;
  const put = (world: World, change: object = {}, { nonce = 'n-1', at = Math.floor(Date.now() / 1_000), path = '/in/in/S/a.bin' } = {}) => {
    const text = ['PUT', path, String(at), nonce, 'S', 'bytes'].join('\n');
    const signature = createHmac('sha256', strongSecret).update(text).digest('base64');
    const headers = { 'x-signature': signature, 'x-time': String(at), 'x-nonce': nonce, 'x-dataset': 'S', ...change };
    return client(world.gateway.url, undefined).call('PUT', '/in/in/S/a.bin', 'bytes', headers as Record<string, string>);
  };

  it('is made as the recipe says, with a tolerance of its own', async () => {
    const world = await worldWith(auth);
    expect((await put(world)).status).toBe(202);
    expect((await put(world, {}, { nonce: 'n-2', at: Math.floor(Date.now() / 1_000) - 800 })).status).toBe(200);
  });

  it.each([
    ['the dataset', { 'x-dataset': 'T' }, {}],
    ['the nonce', { 'x-nonce': 'n-9' }, {}],
    ['the time', { 'x-time': String(Math.floor(Date.now() / 1_000) - 5) }, {}],
    ['the address', {}, { path: '/in/in/S/b.bin' }],
  ])('refuses a request in which %s was changed', async (_name, change, more) => {
    const world = await worldWith(auth);
    await expectUnknown(world, await put(world, change, more));
  });

  it('a clock that is off by more is told', async () => {
    const world = await worldWith(auth);
    expect((await put(world, {}, { at: Math.floor(Date.now() / 1_000) - 1_000 })).json['type']).toBe(
      'urn:zenodo-connect:problem:clock-skew',
    );
  });

  it('what is not signed is not believed: the file needs a signed name', async () => {
    const world = await worldWith('{ type: hmac, secrets: [one], header: X-Signature, signed: [body] }');
    const headers = { 'x-signature': createHmac('sha256', strongSecret).update('x').digest('hex'), 'x-file-name': 'a.bin' };
    expect((await client(world.gateway.url, undefined).post('in', 'x', headers)).json['type']).toBe(
      'urn:zenodo-connect:problem:bad-file-name',
    );
    await expectUnknown(world, await client(world.gateway.url, undefined).call('PUT', '/in/in/S/a.bin', 'x', headers));
  });

  it('a body of megabytes is signed on its way', async () => {
    const world = await worldWith('{ type: hmac, secrets: [one], header: X-Signature, signed: [{ header: X-File-Name }, body] }');
    const body = randomBytes(3_000_000);
    const signature = createHmac('sha256', strongSecret).update('a.bin').update(body).digest('hex');
    const send = client(world.gateway.url, undefined);
    await expectUnknown(world, await send.post('in', body, { 'x-signature': signature, 'x-file-name': 'b.bin' }));
    expect((await send.post('in', body, { 'x-signature': signature, 'x-file-name': 'a.bin' })).status).toBe(202);
  });
});

it('S-14 a header of a signature twice is refused', async () => {
  const world = await worldWith('{ type: standard-webhooks, secrets: [hook] }');
  const { rawExchange } = await import('./_util/raw-http.ts');
  const head = 'POST /in/in HTTP/1.1\r\nHost: gw\r\nContent-Length: 1\r\nX-File-Name: a\r\nwebhook-id: a\r\nwebhook-id: b\r\n\r\nx';
  expect(await rawExchange(world.gateway.url, [head])).toContain('repeated-header');
});
