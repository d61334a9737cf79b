import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newWebhookKeys } from '@zenodo-connect/core/webhooks';
import { startStandIn } from '@zenodo-connect/stand-in';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { newSecret } from '../src/config/secret.ts';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { startS3 } from './_util/s3-double.ts';
import { startSubscriber, until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

type Planted = Readonly<Record<string, string>>;

/** The secret itself, and what it is in other clothes. */
function shapesOf(secret: string): readonly string[] {
  const bare = secret.replace(/^(whsec_|whsk_|gwi_|gwa_)/, '');
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [...new Set([secret, bare, encodeURIComponent(secret), base64, Buffer.from(secret).toString('hex')])];
}

function expectNone(places: Readonly<Record<string, string>>, planted: Planted): void {
  const found = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(planted).flatMap(([name, secret]) =>
      shapesOf(secret).some((shape) => text.includes(shape)) ? [`${place}: ${name}`] : [],
    ),
  );
  expect(found).toEqual([]);
}

/** All bytes below a folder, as characters. */
async function bytesBelow(folder: string, but: readonly string[] = []): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !but.includes(entry.name));
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))).join('\n');
}

const signedRoute = (route: string, auth: string) => recipe.replace('route: xrd', `route: ${route}\nauth: ${auth}`);
const heldRoute = recipe
  .replace('route: xrd', 'route: held')
  .replace(/publish:.*/, 'publish: { mode: hold, after: 2h, i_understand_publication_is_permanent: true }');

/** A whole gateway in its own process, with every kind of secret that it can be given. */
async function furnished() {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  // This subscriber answers with all that it was sent; the other one takes it.
  const echo = await startSubscriber((response, { headers, bytes }) =>
    response.writeHead(500).end(JSON.stringify(headers) + bytes.toString()),
  );
  const taker = await startSubscriber();
  const spans: string[] = [];
  const collector = createServer((asked, response) => {
    asked.on('data', (chunk: Buffer) => spans.push(chunk.toString()));
    asked.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => collector.close(() => resolve())));
  const s3 = await startS3();
  s3.put('S-9/a.xy', 'from the bucket');
  const planted = {
    zenodoToken: zenodo.tokens.owner,
    hmacSecret: randomBytes(24).toString('hex'),
    basicPassword: randomBytes(24).toString('base64url'),
    standardWebhooksSecret: newSecret(),
    subscriberSecret: newSecret(),
    subscriberSigningKey: newWebhookKeys().signing,
    subscriberHeader: `planted-header-${randomBytes(9).toString('hex')}`,
    s3Secret: `planted-s3-${randomBytes(9).toString('hex')}`,
    gatewayKey: randomBytes(32).toString('base64'),
    apiSubscriptionSecret: newSecret(),
  };
  const folder = await tempFolder();
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), `${text}\n`);
    return name;
  };
  await mkdir(join(folder, 'routes'));
  await mkdir(join(folder, 'secrets'));
  const recipes = [
    recipe,
    heldRoute,
    recipe.replace('route: xrd', 'route: bucket'),
    signedRoute('signed', '{ type: hmac, secrets: [hmac], header: X-Signature, signed: [body] }'),
    signedRoute('named', '{ type: basic, user: lab, secrets: [basic] }'),
    signedRoute('hooks', '{ type: standard-webhooks, secrets: [hooks] }'),
  ];
  for (const [n, text] of recipes.entries()) await writeFile(join(folder, 'routes', `r${n}.yaml`), text);
  const config = join(folder, 'gateway.yaml');
  const yaml = `folder: data
listen: { port: 0 }
zenodo: { url: "${zenodo.url}", datacite_url: "${zenodo.url}", create_look_ms: 300, token_file: ${await file('secrets/zenodo', planted.zenodoToken)} }
routes: routes
key_file: ${await file('secrets/key', planted.gatewayKey)}
traces: http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces
deposits: { poll_ms: 50, retry_delays_ms: [50], doi_delays_ms: [50] }
deliveries: { delays_ms: [20], poll_ms: 20 }
secrets:
  hmac: { file: ${await file('secrets/hmac', planted.hmacSecret)} }
  basic: { file: ${await file('secrets/basic', planted.basicPassword)} }
  hooks: { file: ${await file('secrets/hooks', planted.standardWebhooksSecret)} }
stores: [{ name: lab, route: bucket, endpoint: "${s3.endpoint}", bucket: raw, access_key_id: key, secret_file: ${await file('secrets/s3', planted.s3Secret)}, sweep_ms: 500 }]
subscribers:
  - name: echo
    url: ${echo.config.url}
    allow_private: true
    secret_file: ${await file('secrets/subscriber', planted.subscriberSecret)}
    more_secret_files: [${await file('secrets/signing', planted.subscriberSigningKey)}]
    header: { name: X-Lab-Key, value_file: ${await file('secrets/header', planted.subscriberHeader)} }
  - { name: taker, url: "${taker.config.url}", allow_private: true, secret_file: secrets/subscriber }
`;
  await writeFile(config, yaml);
  return { zenodo, echo, taker, spans, planted, folder, config };
}

it('L-02 no secret is in what the gateway says, sends, keeps or is called with', { timeout: 120_000 }, async () => {
  const { zenodo, echo, taker, spans, planted, folder, config } = await furnished();
  const run = (...words: string[]) => runCommand([...words, '--config', config]);
  const made = async (...words: string[]) => (await run(...words)).stdout.trim();
  const senders = { xrd: await made('token', 'add', 'xrd'), held: await made('token', 'add', 'held') };
  const api = await made('api-token', 'add', 'lab', '--scopes', 'admin');
  const invitation = await made('person', 'invite', '--scopes', 'admin');
  const gateway = await startCommand(config, {});
  const cmdline = existsSync(`/proc/${gateway.pid}/cmdline`) ? await readFile(`/proc/${gateway.pid}/cmdline`, 'latin1') : 'no /proc here';

  // Work of every kind, and faults of Zenodo on the way.
  zenodo.faults.answer({ path: '/api/*', times: 2 }, { status: 500, body: 'broken' });
  const xrd = client(gateway.url, senders.xrd);
  const held = client(gateway.url, senders.held);
  const id = String((await xrd.put('xrd/S-1/a.xy', 'x')).json['id']);
  const waits = String((await held.put('held/S-1/a.xy', 'x')).json['id']);
  await xrd.untilState(id, 'findable');
  await held.untilState(waits, 'left');

  // A person, and what a program is given by the API.
  const password = `planted ${randomBytes(12).toString('hex')}`;
  const form = (path: string, fields: Planted, headers: Planted = {}) =>
    request(gateway.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  const joined = await form(invitation.replace(/^https?:\/\/[^/]+/, ''), { name: 'ada', password });
  const session = String(joined.headers['set-cookie']).split(';')[0]!.split('=')[1]!;
  const program = (method: 'GET' | 'POST', path: string, body?: object) =>
    client(gateway.url, api).call(method, `/api/v1${path}`, body && JSON.stringify(body), { 'content-type': 'application/json' });
  const subscription = { name: 'later', url: taker.config.url, allow_private: true, secrets: [planted.apiSubscriptionSecret] };
  expect((await program('POST', '/subscriptions', subscription)).status).toBe(201);

  // What is refused, with secrets in every place of it where they do and do not belong.
  const all: Planted = { ...planted, senderToken: senders.xrd, otherSenderToken: senders.held, apiToken: api, session, password };
  const answers: string[] = [];
  for (const secret of Object.values(all)) {
    const e = encodeURIComponent(secret);
    const tries = [
      () => xrd.get(`/nope/${e}?token=${e}`),
      () => client(gateway.url, secret).put('xrd/S-1/b.jpg', 'x'),
      () => xrd.put(`xrd/S-1/a.xy?token=${e}`, 'x', { 'x-checksum-sha256': e }),
      () => xrd.call('POST', '/in/xrd', 'x', { 'content-type': `multipart/form-data; boundary=${'x'.repeat(80)}`, cookie: `gateway=${e}` }),
      () => xrd.call('GET', '/api/v1/deposits', undefined, { authorization: `Basic ${Buffer.from(`lab:${secret}`).toString('base64')}` }),
      () => program('GET', `/events/stream?after=${e}`),
    ];
    for (const one of tries) answers.push(await one().then(({ text, headers }) => text + JSON.stringify(headers)));
  }
  const wrong = createHmac('sha256', planted.hmacSecret).update('other').digest('hex');
  answers.push((await client(gateway.url, undefined).put('signed/S-1/a.xy', 'x', { 'x-signature': wrong })).text);
  answers.push(await (await form('/sign-in', { name: 'ada', password: `${password}x` })).body.text());

  // What is shown to people and programs; all of it, to an admin.
  await until(
    async () => ((await program('GET', '/dead-letters')).json['deliveries'] as unknown as unknown[]).length > 0,
    'an event is given up',
  );
  await until(async () => (await program('GET', '/deposits')).text.includes('S-9'), 'the bucket was looked at');
  const lists = ['/deposits', `/deposits/${id}`, '/events', '/dead-letters', '/subscriptions', '/tokens', '/audit', '/replays'];
  for (const path of [...lists, '/subscriptions/echo/attempts', '/subscriptions/taker/attempts', '/subscriptions/later/attempts'])
    answers.push((await program('GET', path)).text);
  const pages: string[] = [];
  const see = async (path: string) => (await request(gateway.url + path, { headers: { cookie: `gateway=${session}` } })).body.text();
  for (const path of ['/', '/files', '/dead-letters', '/approvals', '/subscribers', '/subscribers/echo', '/subscribers/later', '/audit'])
    pages.push(await see(path));
  pages.push(await see(`/deposits/${id}`), await see('/openapi.json'));
  const [letter] = (await program('GET', '/dead-letters')).json['deliveries'] as unknown as { event: string; subscriber: string }[];
  const letterPath = `/dead-letters/${letter!.event}/${letter!.subscriber}`;
  answers.push((await program('GET', letterPath)).text);
  pages.push(await see(letterPath));
  const metrics = await see('/metrics');
  const stream = await request(`${gateway.url}/api/v1/deposits/${id}/progress`, { headers: { authorization: `Bearer ${api}` } });
  answers.push(await stream.body.text());

  const commands: string[] = [];
  const lines = ['doctor', 'lint', 'test', 'job list', 'draft list', 'token list', 'subscriber list', 'api-token list'];
  for (const line of [
    ...lines,
    'audit list',
    'audit export',
    'audit check',
    `explain ${id}`,
    'explain --file a.xy',
    `backup ${join(folder, 'copy')}`,
  ]) {
    const { stdout, stderr } = await run(...line.split(' '));
    commands.push(line, stdout, stderr);
  }
  // Where they belong they are, so that the search below is one.
  expect(echo.received[0]!.headers['x-lab-key']).toBe(planted.subscriberHeader);
  expect(gateway.lines.length).toBeGreaterThan(20);
  const stopLink = /\/stop\/([0-9a-f]{32})/.exec(taker.received.map(({ bytes }) => bytes.toString()).join())![1]!;
  await gateway.kill('SIGTERM');

  const places = {
    log: gateway.lines.join('\n'),
    stderr: gateway.errors(),
    'command line': cmdline,
    answers: answers.join('\n'),
    pages: pages.join('\n'),
    metrics,
    commands: commands.join('\n'),
    events: [...echo.received, ...taker.received].map(({ bytes }) => bytes.toString()).join('\n'),
    'what Zenodo was asked': zenodo.calls.map(({ method, path }) => `${method} ${path}`).join('\n'),
    spans: spans.join('\n'),
    'data folder': await bytesBelow(join(folder, 'data')),
    backup: await bytesBelow(join(folder, 'copy')),
  };
  for (const [place, text] of Object.entries(places)) expect(text.length, place).toBeGreaterThan(place === 'stderr' ? -1 : 10);
  expectNone(places, { ...all, invitation: invitation.split('/').at(-1)! });
  // Whoever gets the event may stop the draft; nobody learns of it from what is kept of the gateway's life.
  const { log, stderr, metrics: numbers, commands: said } = places;
  expectNone({ log, stderr, numbers, said: said.split('audit list')[0]! }, { stopLink });
});

it('L-02 passwords in the addresses of databases stay out of what is said when they are away', { timeout: 180_000 }, async () => {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  const planted = { database: 'planted-pg-7f3a91', redis: 'planted-redis-51c0de', zenodoToken: 'planted-zenodo-0a1b2c' };
  const env = {
    ZENODO_TOKEN: planted.zenodoToken,
    ZENODO_GATEWAY_DATABASE: `postgres://gateway:${planted.database}@127.0.0.1:1/lab`,
    ZENODO_GATEWAY_REDIS: `redis://gateway:${planted.redis}@127.0.0.1:1`,
  };
  const head =
    'folder: data\nlisten: { port: 0 }\nzenodo: { url: "http://127.0.0.1:1", datacite_url: "http://127.0.0.1:1" }\nroutes: routes\n';
  const shared = join(folder, 'shared.yaml');
  await writeFile(shared, `${head}spool: spool\ndatabase: {}\nredis: {}\n`);
  const said: string[] = [];
  for (const words of [['start'], ['doctor'], ['token', 'list'], ['job', 'list'], ['lint', '--online']]) {
    const { code, stdout, stderr } = await runCommand([...words, '--config', shared], env);
    said.push(words.join(' '), stdout, stderr);
    expect(`${code} ${stdout}${stderr}`, words.join(' ')).toMatch(/^1 .{20,}/s);
  }
  // Redis is a hint: without it a gateway works, and complains.
  const single = join(folder, 'single.yaml');
  await writeFile(single, `${head}redis: {}\n`);
  const gateway = await startCommand(single, env);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await gateway.kill('SIGTERM');
  expectNone({ commands: said.join('\n'), log: gateway.lines.join('\n'), stderr: gateway.errors() }, planted);
});
