import { createHash, createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signWebhook } from '@zenodo-connect/core/webhooks';
import { exportJWK, SignJWT } from 'jose';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { GatewayConfig } from '../src/index.ts';
import { type Answer, client } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf, strongSecret } from './_util/recipes.ts';
import { secret as whsec } from './_util/subscriber.ts';

const off = { deposits: { run: false } } satisfies Partial<GatewayConfig>;
const other = `whsec_${randomBytes(32).toString('base64')}`;
const json = { 'content-type': 'application/json' };

const worldWith = (auth: string, more: Partial<GatewayConfig> = {}, rest = ''): Promise<World> =>
  startWorld({ ...off, secrets: { one: strongSecret, hook: whsec, next: other }, ...more }, [
    recipeOf('in', `auth: ${auth}\n${rest}`, "{{ meta.s | default: 'S' }}"),
  ]);

/** 401 with the one text that all of them get, and nothing kept. */
async function expectUnknown(world: World, answer: Answer): Promise<void> {
  expect([answer.status, answer.json['detail']]).toEqual([401, 'The request has no valid token or signature.']);
  expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0, jobs: 0, spool: 0 });
}

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
    await expectUnknown(world, await post(Buffer.from('{"a":1}'), moved));
  });

  it.each(['', 'v1,', 'v1,aaaaaaaa', 'v1,!!!!', 'v2,AAAA', `v1,${'A'.repeat(43)}=x`])(
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

  it('S-04 thousands of signatures are refused', async () => {
    const headers = sign(Buffer.from('x'));
    const many = Array.from({ length: 200 }, () => headers['webhook-signature']).join(' ');
    await expectUnknown(world, await post(Buffer.from('x'), { ...headers, 'webhook-signature': many, 'x-file-name': 'a.bin' }));
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

  it('S-05 any bit of the body that flips is seen', async () => {
    const body = randomBytes(40);
    const headers = { ...sign(body), 'x-file-name': 'a.bin' };
    for (let bit = 0; bit < 40; bit += 1) {
      const flipped = Buffer.from(body);
      flipped[bit]! ^= 1 << (bit % 8);
      expect((await post(flipped, headers)).status).toBe(401);
    }
    await expectUnknown(world, await post(body.subarray(1), headers));
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

describe('a JWT of a key set', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  async function world(): Promise<World> {
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] };
    const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(keys)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return worldWith(
      `{ type: jwks, url: "http://127.0.0.1:${port}/jwks", issuer: lims, audience: gateway, algorithms: [ES256], allow_private: [127.0.0.0/8] }`,
    );
  }
  const token = (change: (jwt: SignJWT) => SignJWT = (jwt) => jwt) =>
    change(
      new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setIssuer('lims').setAudience('gateway').setExpirationTime('5m'),
    ).sign(privateKey);
  const put = (one: World, jwt: string) => client(one.gateway.url, jwt).put('in/S/a.bin', 'x');

  it('is taken when its issuer, audience, end and algorithm are right', async () => {
    expect((await put(await world(), await token())).status).toBe(202);
  });

  it('S-21 another audience or issuer, no end, an end that is past, no signature and HMAC with the public key are refused', async () => {
    const one = await world();
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ iss: 'lims', aud: 'gateway', exp: Math.floor(Date.now() / 1_000) + 300 });
    const hs = `${part({ alg: 'HS256', kid: 'k1' })}.${claims}`;
    const evil = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = new SignJWT({}).setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(evil.publicKey), jku: 'http://127.0.0.1:1/' });
    const tokens = [
      await token((jwt) => jwt.setAudience('other')),
      await token((jwt) => jwt.setIssuer('other')),
      await token((jwt) => jwt.setExpirationTime('-20m')),
      await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setIssuer('lims').setAudience('gateway').sign(privateKey),
      `${part({ alg: 'none' })}.${claims}.`,
      `${hs}.${createHmac('sha256', pem).update(hs).digest('base64url')}`,
      await own.setIssuer('lims').setAudience('gateway').setExpirationTime('5m').sign(evil.privateKey),
      `${part({ alg: 'ES256', kid: "../../etc/passwd' OR 1=1" })}.${(await token()).split('.').slice(1).join('.')}`,
    ];
    for (const jwt of tokens) await expectUnknown(one, await put(one, jwt));
  });
});

it('Basic: a user and a password, and as the password a token on routes of tokens', async () => {
  const world = await worldWith('{ type: basic, user: lab, secrets: [one] }');
  const put = (text: string) =>
    client(world.gateway.url, undefined).put('in/S/a.bin', 'x', { authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  for (const wrong of ['lab:', `lab:${strongSecret}x`, `lax:${strongSecret}`, `:${strongSecret}`, strongSecret])
    await expectUnknown(world, await put(wrong));
  expect((await put(`lab:${strongSecret}`)).status).toBe(202);
  const tokens = await startWorld(off);
  const basic = { authorization: `Basic ${Buffer.from(`labview:${tokens.send.token}`).toString('base64')}` };
  expect((await client(tokens.gateway.url, undefined).put('xrd/S/a.xy', 'x', basic)).status).toBe(202);
});

describe('where a request comes from', () => {
  const forwarded = (world: World, value: string) =>
    client(world.gateway.url, world.send.token).put('in/S/a.bin', 'x', { 'x-forwarded-for': value });

  it('S-26 ranges are judged on the address behind the listed proxies, as numbers', async () => {
    const world = await worldWith('{ type: token, from: [10.0.0.0/8] }', { trustedProxies: ['127.0.0.1', '192.168.7.0/24'] });
    await expectUnknown(world, await forwarded(world, '10.1.2.3, 8.8.8.8'));
    await expectUnknown(world, await forwarded(world, '110.0.0.1'));
    await expectUnknown(world, await forwarded(world, 'nonsense'));
    expect((await forwarded(world, '8.8.8.8, 10.1.2.3, 192.168.7.9')).status).toBe(202);
  });

  it('S-26 X-Forwarded-For of who is no listed proxy says nothing', async () => {
    const world = await worldWith('{ type: token, from: [10.0.0.0/8] }');
    await expectUnknown(world, await forwarded(world, '10.1.2.3'));
  });

  it('a token that came without TLS through a proxy is refused and marked', async () => {
    const world = await worldWith('{ type: token }', { trustedProxies: ['127.0.0.1'], publicUrl: 'https://gw.lab.example' });
    const headers = { 'x-forwarded-for': '10.1.2.3', 'x-forwarded-proto': 'http' };
    const answer = await client(world.gateway.url, world.send.token).put('in/S/a.bin', 'x', headers);
    expect(answer).toMatchObject({
      status: 400,
      json: {
        type: 'urn:zenodo-connect:problem:insecure-transport',
        next_step: expect.stringContaining('https://gw.lab.example/in/in/S/a.bin'),
      },
    });
    expect(await keptIn(world.config.folder)).toMatchObject({ inbox: 0 });
    const named = await worldWith('{ type: token }', { trustedProxies: ['127.0.0.1'], listen: { port: 0, plainHttp: ['10.0.0.0/8'] } });
    expect((await client(named.gateway.url, named.send.token).put('in/S/a.bin', 'x', headers)).status).toBe(202);
  });
});

describe('fails closed:', () => {
  it.each([
    ['S-19 a secret that is not there', '{ type: github, secrets: [absent] }', {}, 'absent'],
    ['S-19 a short secret', '{ type: github, secrets: [one] }', { one: 'short' }, 'needs 24'],
    ['S-19 an example', '{ type: github, secrets: [one] }', { one: 'CHANGEME-CHANGEME-CHANGEME-0' }, 'an example'],
    ['S-19 an empty one', '{ type: basic, user: a, secrets: [one] }', { one: '' }, '0 bytes'],
    ['S-27 a type that nobody knows', '{ type: magic }', {}, 'auth'],
    ['a signature that signs no body', '{ type: hmac, secrets: [one], header: X-S, signed: [path] }', {}, 'body'],
    ['a plain secret for Standard Webhooks', '{ type: standard-webhooks, secrets: [one] }', {}, 'whsec_'],
  ])('%s', async (_name, auth, secrets, message) => {
    await expect(worldWith(auth, { secrets: { one: strongSecret, ...secrets } })).rejects.toThrow(message);
  });

  it('an address that others reach, without TLS and without a word on the network', async () => {
    await expect(startWorld({ listen: { host: '0.0.0.0', port: 0 } })).rejects.toThrow('without TLS');
  });
});

it('S-14 a header of a signature twice is refused', async () => {
  const world = await worldWith('{ type: standard-webhooks, secrets: [hook] }');
  const { rawExchange } = await import('./_util/raw-http.ts');
  const head = 'POST /in/in HTTP/1.1\r\nHost: gw\r\nContent-Length: 1\r\nX-File-Name: a\r\nwebhook-id: a\r\nwebhook-id: b\r\n\r\nx';
  expect(await rawExchange(world.gateway.url, [head])).toContain('repeated-header');
});

it('SNS: Amazon’s own addresses alone', async () => {
  const { isAmazonUrl, SnsCheck } = await import('../src/auth/sns-check.ts');
  const good = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
  expect(isAmazonUrl(good, 'certificate')).toBe(true);
  for (const url of [
    good.replace('https', 'http'),
    good.replace('sns.eu', 'sns.evil.com/sns.eu'),
    good.replace('.com', '.com.evil.example'),
    'https://sns.evil.com/x.pem',
    good.replace('https://', 'https://u@'),
    good.replace('.com', '.com:8443'),
    'https://169.254.169.254/x.pem',
  ])
    expect([url, isAmazonUrl(url, 'certificate')]).toEqual([url, false]);
  const asked: string[] = [];
  const check = new SnsCheck({ type: 'sns', topics: ['arn:aws:sns:eu-west-1:123456789012:raw'] }, async (url) => {
    asked.push(url);
    return 'no certificate';
  });
  const sending = { method: 'POST', path: '/', headers: {}, address: '', viaProxy: false, certificate: undefined, now: new Date() };
  const judge = async (message: object): Promise<unknown> => {
    const { body } = check.admit(sending);
    body?.update(Buffer.from(JSON.stringify(message)));
    return Promise.resolve(body?.finish()).catch((error: Error) => error.message);
  };
  const message = {
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:raw',
    Message: '{}',
    Timestamp: 't',
    SignatureVersion: '2',
    SigningCertURL: good,
    Signature: 'AAAA',
  };
  expect(await judge({ ...message, TopicArn: 'arn:aws:sns:eu-west-1:123456789012:other' })).toMatch('no valid token');
  expect(await judge({ ...message, SigningCertURL: 'https://sns.evil.com/x.pem' })).toMatch('no valid token');
  expect(await judge({ ...message, SignatureVersion: '1' })).toMatch('no valid token');
  expect(asked).toEqual([]);
  expect(await judge(message)).toMatch('no valid token');
  expect(asked).toEqual([good]);
});

it('a certificate of the sender, by way of a listed proxy alone', async () => {
  const pem = await selfSigned();
  const fingerprint = createHash('sha256')
    .update(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
    .digest('hex');
  const auth = `{ type: mtls, fingerprints: ["${fingerprint}"] }`;
  const headers = { 'client-cert': `:${pem.replace(/-----[^-]+-----|\s/g, '')}:` };
  const direct = await worldWith(auth);
  await expectUnknown(direct, await client(direct.gateway.url, undefined).put('in/S/a.bin', 'x', headers));
  const world = await worldWith(auth, { trustedProxies: ['127.0.0.1'] });
  const send = client(world.gateway.url, undefined);
  await expectUnknown(world, await send.put('in/S/a.bin', 'x'));
  await expectUnknown(world, await send.put('in/S/a.bin', 'x', { 'client-cert': ':AAAA:' }));
  expect((await send.put('in/S/a.bin', 'x', headers)).status).toBe(202);
});

/** A certificate made by hand: openssl is not everywhere. */
async function selfSigned(): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const length =
      body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('lab')))));
  const time = (text: string): Buffer => der(0x17, Buffer.from(text));
  const body = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    name,
    der(0x30, time('200101000000Z'), time('490101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
