import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../src/tables/open-store.ts';
import type { Answer } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { testStore } from './_util/store.ts';
import { tempFolder } from './_util/temp-folder.ts';

const md5 = (bytes: string | Buffer): string => `md5:${createHash('md5').update(bytes).digest('hex')}`;
const key = (name: string) => ({ 'idempotency-key': name });
const idOf = ({ json }: Answer): string => String(json['id']);

/** What the record of a job holds under a name, as Zenodo says. */
async function storedBy({ send, zenodo }: World, answer: Answer): Promise<string | undefined> {
  const { record_url } = await send.untilState(idOf(answer), 'findable');
  const { pathname } = new URL(String(record_url));
  const reply = await request(`${zenodo.url}/api${pathname}/files`, { headers: { authorization: `Bearer ${zenodo.tokens.owner}` } });
  const { entries } = (await reply.body.json()) as { entries: { key: string; checksum: string }[] };
  return entries.find((entry) => entry.key === 'a.xy')?.checksum;
}

it('A, B, A under one name: the third is a late repetition of the first, and the answer says how to deposit it again', async () => {
  const world = await startWorld();
  const { send, config } = world;
  const [first, second, third] = [
    await send.put('xrd/S-1/a.xy', 'A'),
    await send.put('xrd/S-1/a.xy', 'B'),
    await send.put('xrd/S-1/a.xy', 'A'),
  ];
  expect(third).toMatchObject({ status: 200, json: { duplicate: true, id: idOf(first) } });
  expect(third.json['note']).toMatch(/^Other bytes came under this name .* new Idempotency-Key\.$/);
  expect(await storedBy(world, second)).toBe(md5('B'));
  expect(await keptIn(config.folder)).toMatchObject({ jobs: 2 });
});

it('with a new Idempotency-Key the third becomes the next version', async () => {
  const world = await startWorld();
  const { send } = world;
  const [a, b] = [randomBytes(100_000), randomBytes(100_000)];
  const first = await send.put('xrd/S-1/a.xy', a, key('run-1'));
  const second = await send.put('xrd/S-1/a.xy', b, key('run-2'));
  const third = await send.put('xrd/S-1/a.xy', a, key('run-3'));
  expect(third).toMatchObject({ status: 202, json: { duplicate: false, sha256: first.json['sha256'] } });
  expect(new Set([first, second, third].map(idOf)).size).toBe(3);
  expect(await storedBy(world, third)).toBe(md5(a));
  // Each key still names its own request, and the bytes alone name the latest.
  for (const [name, answer] of [
    ['run-1', first],
    ['run-3', third],
  ] as const)
    expect((await send.put('xrd/S-1/a.xy', a, key(name))).json).toMatchObject({ id: idOf(answer), duplicate: true });
  expect((await send.put('xrd/S-1/a.xy', a)).json).toMatchObject({ id: idOf(third), duplicate: true });
});

it('a new Idempotency-Key for bytes that are the latest under their name makes no second version', async () => {
  const { send, config } = await startWorld();
  const first = await send.put('xrd/S-1/a.xy', 'A', key('run-1'));
  expect((await send.put('xrd/S-1/a.xy', 'A', key('run-2'))).json).toMatchObject({ id: idOf(first), duplicate: true });
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 1, jobs: 1 });
});

it('many at once with one new key are one deposit', async () => {
  const { send, config } = await startWorld({ deposits: { run: false } });
  const a = randomBytes(100_000);
  for (const bytes of [a, 'B']) await send.put('xrd/S-1/a.xy', bytes);
  const answers = await Promise.all(Array.from({ length: 30 }, () => send.put('xrd/S-1/a.xy', a, key('again'))));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(new Set(answers.map(idOf)).size).toBe(1);
  expect(await keptIn(config.folder)).toMatchObject({ inbox: 3, jobs: 3 });
  expect(await readdir(join(config.folder, 'spool'))).toHaveLength(2);
});

it('of contents that are known already and race for one key, one gets it', async () => {
  const { send } = await startWorld({ deposits: { run: false } });
  for (const file of ['a.xy', 'b.xy', 'c.xy']) await send.put(`xrd/S-1/${file}`, file);
  const answers = await Promise.all(['a.xy', 'b.xy', 'c.xy'].map((file) => send.put(`xrd/S-1/${file}`, file, key('k'))));
  expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '422', '422']);
});

it('a set that comes again is known, however many others had a file of it since, and is not looked for one by one', async () => {
  const store = (await testStore.open?.()) ?? (await openStore(await tempFolder()));
  onTestFinished(() => store.close());
  let looks = 0;
  const query = store.query.bind(store);
  store.query = (sql, params) => {
    looks += / FROM \S*inbox\b/.test(sql) ? 1 : 0;
    return query(sql, params);
  };
  const { send } = await startWorld({ deposits: { run: false }, store });
  const part = (name: string, text: string) =>
    `--b0undary\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${text}\r\n`;
  const send2 = (scan: string) =>
    send.post('xrd', `${part('calibration.xy', 'the same each day')}${part('scan.xy', scan)}--b0undary--\r\n`, {
      'content-type': 'multipart/form-data; boundary=b0undary',
      'x-dataset': 'S-1',
    });
  const first = await send2('scan 0');
  for (let n = 1; n <= 21; n += 1) expect((await send2(`scan ${n}`)).status).toBe(202);
  looks = 0;
  expect(await send2('scan 0')).toMatchObject({ status: 200, json: { id: idOf(first), duplicate: true } });
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(10);
  expect(await store.query(`SELECT DISTINCT job_id FROM ${store.table('inbox')}`)).toHaveLength(22);
});
