import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSqliteStore } from '@zenodo-connect/nestjs';
import { expect, it } from 'vitest';
import { startGateway } from '../src/index.ts';
import { Tokens } from '../src/tables/tokens.ts';
import { client } from './_util/client.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { rawExchange } from './_util/raw-http.ts';
import { besideGateway, testStore } from './_util/store.ts';
import { tempFolder } from './_util/temp-folder.ts';

it('the same bytes again are the same job', async () => {
  const { send, config } = await startWorld();
  const [first, second] = [await send.put('xrd/S-1/a.xy', 'same'), await send.put('xrd/S-1/a.xy', 'same')];
  expect([first.status, second.status]).toEqual([202, 200]);
  expect(second.json).toMatchObject({ id: first.json['id'], duplicate: true, sha256: first.json['sha256'], dataset: 'S-1' });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('Q-04 a hundred equal requests at once are one job and one copy of the bytes', async () => {
  const { send, config } = await startWorld({ deposits: { run: false } });
  const bytes = randomBytes(100_000);
  const answers = await Promise.all(Array.from({ length: 100 }, () => send.put('xrd/S-1/a.xy', bytes)));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(99);
  expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(1);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1, spool: 1 });
});

it('the same bytes under another name, dataset or route are another job', async () => {
  const { send, gateway } = await startWorld();
  const other = client(gateway.url, await gateway.addToken('drafts'));
  const answers = [
    await send.put('xrd/S-1/a.xy', 'same'),
    await send.put('xrd/S-1/b.xy', 'same'),
    await send.put('xrd/S-2/a.xy', 'same'),
    await other.put('drafts/S-1/a.xy', 'same'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
});

it('an Idempotency-Key names one content for ever', async () => {
  const { send, config } = await startWorld();
  const headers = { 'idempotency-key': '"run-2291"' };
  const first = await send.put('xrd/S-1/a.xy', 'first', headers);
  expect((await send.put('xrd/S-1/a.xy', 'first', { 'idempotency-key': 'run-2291' })).json).toMatchObject({
    id: first.json['id'],
    duplicate: true,
  });
  const conflict = await send.put('xrd/S-1/a.xy', 'other bytes', headers);
  expect(conflict).toMatchObject({
    status: 422,
    json: { type: 'urn:zenodo-connect:problem:idempotency-conflict', first_job: first.json['id'] },
  });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('of two contents that race for one key, one is taken', async () => {
  const { send, config } = await startWorld();
  const answers = await Promise.all(['one', 'two', 'three'].map((bytes) => send.put('xrd/S-1/a.xy', bytes, { 'idempotency-key': 'k' })));
  expect(answers.map(({ status }) => String(status)).sort()).toEqual(['202', '422', '422']);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('right checksums are taken, in every form', async () => {
  const { send } = await startWorld();
  const bytes = randomBytes(1_000);
  const [sha256, sha512] = ['sha256', 'sha512'].map((name) => createHash(name).update(bytes));
  const base64 = sha256!.copy().digest('base64');
  const headers = {
    'content-digest': `sha-256=:${base64}:, sha-512=:${sha512!.digest('base64')}:`,
    'repr-digest': `sha-256=:${base64}:`,
    'x-checksum-sha256': sha256!.digest('hex').toUpperCase(),
  };
  expect((await send.put('xrd/S-1/a.xy', bytes, headers)).status).toBe(202);
});

it.each(['binary', 'text', 'x/', '/', 'application/octet-stream; charset', 'text/plain;;', 'application/json', 'TEXT/XML; charset=utf-8'])(
  'a file is a file, whatever its Content-Type says: %s',
  async (type) => {
    const { send } = await startWorld({ deposits: { run: false } });
    expect((await send.put('xrd/S-1/a.xy', 'x', { 'content-type': type })).status).toBe(202);
  },
);

it('text for who cannot read JSON', async () => {
  const { send } = await startWorld();
  const answer = await send.put('xrd/S-1/a.xy', 'x', { accept: 'text/plain' });
  expect(answer.text).toMatch(/^OK [0-9a-f]{32} queued\n$/);
  const status = await send.get(`/jobs/${answer.text.split(' ')[1]}`, { accept: 'text/plain' });
  expect(status.text).toMatch(/^OK [0-9a-f]{32} \w+ .+\.\n$/);
});

it('a client that closes its side after the body gets its answer', async () => {
  const { send, gateway } = await startWorld();
  const request = `PUT /in/xrd/S-1/a.xy HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer ${send.token}\r\nContent-Length: 3\r\n\r\nabc`;
  expect(await rawExchange(gateway.url, [request], { end: true })).toContain('202 Accepted');
});

it("a job is seen with its route's token only", async () => {
  const { send, gateway } = await startWorld();
  const { json } = await send.put('xrd/S-1/a.xy', 'x');
  const other = client(gateway.url, await gateway.addToken('drafts'));
  const [foreign, unknown, none] = [
    await other.get(`/jobs/${String(json['id'])}`),
    await other.get(`/jobs/${'0'.repeat(32)}`),
    await client(gateway.url, undefined).get(`/jobs/${String(json['id'])}`),
  ];
  expect([foreign.status, unknown.status, none.status]).toEqual([404, 404, 401]);
  expect({ ...foreign.json, instance: '' }).toEqual({ ...unknown.json, instance: '' });
  expect((await send.get(`/jobs/${String(json['id'])}`)).status).toBe(200);
});

it('a start removes what no row names from the spool, and nothing else', async () => {
  const { send, config, gateway } = await startWorld({ deposits: { run: false } });
  await send.put('xrd/S-1/a.xy', randomBytes(100_000));
  await gateway.close();
  const spool = join(config.folder, 'spool');
  const [kept] = await readdir(spool);
  await writeFile(join(spool, 'f'.repeat(32)), 'its transaction never came');
  await writeFile(join(spool, `${'e'.repeat(32)}.part`), 'cut by a crash');
  const again = await startGateway(config);
  expect(await readdir(spool)).toEqual([kept]);
  await again.close();
});

it('two gateways cannot share a folder', async () => {
  const { config } = await startWorld();
  await expect(startGateway(config)).rejects.toThrow('Another gateway runs on the folder');
});

it('a revoked token is worthless within a second', async () => {
  const { gateway, send, config } = await startWorld();
  await send.put('xrd/S-1/a.xy', 'x');
  await besideGateway(config.folder, async (store) => {
    const tokens = new Tokens(store);
    const [entry] = await tokens.list();
    expect(await tokens.revoke(entry?.id ?? '')).toBe(true);
    expect(await tokens.revoke(entry?.id ?? '')).toBe(false);
  });
  await expect.poll(async () => (await client(gateway.url, send.token).put('xrd/S-1/b.xy', 'x')).status, { timeout: 3_000 }).toBe(401);
});

it('a token that is rotated works beside the new one until its overlap is over, and its use is known', async () => {
  const { gateway, send, config } = await startWorld({ deposits: { run: false } });
  await send.put('xrd/S-1/a.xy', 'x');
  const { fresh, ended } = await besideGateway(config.folder, async (store) => {
    const tokens = new Tokens(store);
    const [entry] = await tokens.list();
    expect(entry?.lastUsedAt).toBeInstanceOf(Date);
    const second = await tokens.rotate(entry?.id ?? '', 86_400_000);
    const [, other] = await tokens.list();
    const third = await tokens.rotate(other?.id ?? '', 0);
    expect(await tokens.rotate(other?.id ?? '', 0)).toBeUndefined();
    return { fresh: third ?? '', ended: second ?? '' };
  });
  const put = async (token: string | undefined) => (await client(gateway.url, token).put('xrd/S-1/b.xy', 'y')).status;
  expect([await put(send.token), await put(fresh), await put(ended)]).toEqual([202, 200, 401]);
});

it('the database holds no token', async ({ skip }) => {
  skip(testStore.open !== undefined, 'it reads the file of SQLite');
  const { send, config, gateway } = await startWorld();
  await send.put('xrd/S-1/a.xy', 'x');
  await gateway.close();
  const bytes = await readFile(join(config.folder, 'gateway.db'));
  expect(bytes.includes(send.token ?? '')).toBe(false);
  expect(bytes.includes(config.zenodo.token)).toBe(false);
});

it('a recipe that is broken refuses the start with line and column', async () => {
  await expect(startWorld({}, [recipe.replace('title:', 'titel:')])).rejects.toThrow(
    /r0\.yaml:6:3: "titel" is not a key here; did you mean "title"\?/,
  );
});

it('two recipes for one route refuse the start', async () => {
  await expect(startWorld({}, [recipe, recipe])).rejects.toThrow('are both for the route "xrd"');
});

it('a port that is taken is told in a sentence', async () => {
  const { gateway } = await startWorld();
  const port = Number(new URL(gateway.url).port);
  await expect(startWorld({ listen: { port } })).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
});

it('a thousand small files at once are all acknowledged and share commits', async () => {
  const { send, config } = await startWorld({ deposits: { run: false } });
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => send.put(`xrd/D-${n}/a.xy`, `bytes ${n}`)));
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1_000, jobs: 1_000, events: 1_000 });
});

it('a store that is given is used and left open', async () => {
  const store = await createSqliteStore({ path: join(await tempFolder(), 'lab.db'), prefix: 'lab_' });
  const { send, gateway } = await startWorld({ store });
  await send.put('xrd/S-1/a.xy', 'x');
  await gateway.close();
  expect(await store.query('SELECT file FROM lab_inbox')).toEqual([{ file: 'a.xy' }]);
  await store.close();
});
