import { createHash, createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GatewayConfig } from '../src/index.ts';
import { client } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { strongSecret } from './_util/recipes.ts';
import { expectUnknown, worldWith } from './_util/senders.ts';

const off = { deposits: { run: false } } satisfies Partial<GatewayConfig>;
const _json = { 'content-type': 'application/json' };

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

it('S-24 SNS: Amazon’s own addresses alone', async () => {
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

it('S-24 SNS: what Amazon signed is taken, of each kind of message, and nothing that differs from it', async () => {
  const { SnsCheck } = await import('../src/auth/sns-check.ts');
  const { pem, privateKey } = selfSigned('rsa');
  const check = new SnsCheck({ type: 'sns', topics: ['arn:aws:sns:eu-west-1:123456789012:raw'] }, async () => pem);
  const sending = { method: 'POST', path: '/', headers: {}, address: '', viaProxy: false, certificate: undefined, now: new Date() };
  const judge = async (message: object): Promise<unknown> => {
    const { body } = check.admit(sending);
    body?.update(Buffer.from(JSON.stringify(message)));
    return Promise.resolve(body?.finish()).catch((error: Error) => error.message);
  };
  // The names in the order in which Amazon's documentation signs them, each with its value on a line of its own.
  const signed = (message: Readonly<Record<string, string>>) => {
    const order = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = order.flatMap((name) => (name in message ? [`${name}\n${message[name]}\n`] : [])).join('');
    const Signature = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
    const SigningCertURL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
    return { ...message, SignatureVersion: '2', Signature, SigningCertURL, UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?x' };
  };
  const about = { MessageId: 'm-1', TopicArn: 'arn:aws:sns:eu-west-1:123456789012:raw', Timestamp: '2026-11-26T03:00:00.000Z' };
  const news = signed({ ...about, Type: 'Notification', Subject: 'Amazon S3 Notification', Message: '{"Records":[]}' });
  const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
  const asks = signed({
    ...about,
    Type: 'SubscriptionConfirmation',
    Token: 't',
    SubscribeURL: url,
    Message: 'You have chosen to subscribe.',
  });
  const without = signed({ ...about, Type: 'Notification', Message: 'no subject' });
  for (const message of [news, asks, without]) expect(await judge(message)).toBeUndefined();
  for (const change of [
    { Message: '{}' },
    { Subject: 'x' },
    { MessageId: 'm-2' },
    { Timestamp: 't' },
    { Signature: `${news.Signature.slice(0, -8)}AAAAAA==` },
  ])
    expect(await judge({ ...news, ...change })).toMatch('no valid token');
  expect(await judge({ ...asks, SubscribeURL: `${url}x` })).toMatch('no valid token');
});

it('S-25 a certificate of the sender, by way of a listed proxy alone', async () => {
  const { pem } = selfSigned('ec');
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
function selfSigned(kind: 'ec' | 'rsa'): { readonly pem: string; readonly privateKey: KeyObject } {
  const { privateKey, publicKey } =
    kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const length =
      body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const algorithm = der(0x30, Buffer.from(kind === 'ec' ? '06082a8648ce3d040302' : '06092a864886f70d01010b0500', 'hex'));
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
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  return { pem, privateKey };
}
