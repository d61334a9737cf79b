import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { startGateway } from '../src/index.ts';
import { client } from './_util/client.ts';
import { startWorld, type World } from './_util/gateway.ts';
import { until } from './_util/subscriber.ts';

/** What is still there of the bytes of each file. */
function bytesIn(folder: string): Record<string, 'row' | 'spool' | 'gone'> {
  const database = new DatabaseSync(join(folder, 'gateway.db'), { readOnly: true });
  const rows = database.prepare('SELECT file, body IS NOT NULL AS body, spool IS NOT NULL AS spool FROM zenodo_inbox').all();
  database.close();
  return Object.fromEntries(rows.map(({ file, body, spool }) => [String(file), body ? 'row' : spool ? 'spool' : 'gone']));
}

const spoolOf = ({ config }: Pick<World, 'config'>): Promise<string[]> => readdir(join(config.folder, 'spool'));
const large = (): Buffer => randomBytes(100_000);

it('the bytes of a published file are let go, and the file is still known', async () => {
  const { send, config } = await startWorld();
  const bytes = large();
  const [big, small] = [await send.put('xrd/S-1/big.xy', bytes), await send.put('xrd/S-1/small.xy', 'x')];
  for (const { json } of [big, small]) await send.untilState(String(json['id']), 'findable');
  await until(async () => (await spoolOf({ config })).length === 0, 'the spool is empty');
  await until(() => bytesIn(config.folder)['big.xy'] === 'gone', 'the row names no file');
  expect(bytesIn(config.folder)).toEqual({ 'big.xy': 'gone', 'small.xy': 'gone' });
  const again = await send.put('xrd/S-1/big.xy', bytes);
  expect(again).toMatchObject({ status: 200, json: { duplicate: true, id: big.json['id'], sha256: big.json['sha256'] } });
  expect(await spoolOf({ config })).toEqual([]);
});

it('the bytes of a draft that was left stay', async () => {
  const { gateway, config } = await startWorld();
  const send = client(gateway.url, await gateway.addToken('drafts'));
  const ids = [await send.put('drafts/S-1/big.xy', large()), await send.put('drafts/S-1/small.xy', 'x')].map(({ json }) =>
    String(json['id']),
  );
  for (const id of ids) await send.untilState(id, 'left');
  await gateway.close();
  const again = await startGateway(config);
  await again.close();
  expect(bytesIn(config.folder)).toEqual({ 'big.xy': 'spool', 'small.xy': 'row' });
  expect(await spoolOf({ config })).toHaveLength(1);
});

it('the bytes of a failed deposit stay, so that it can be tried again', async () => {
  const { send, config, zenodo } = await startWorld();
  zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
  const bytes = large();
  const id = String((await send.put('xrd/S-1/big.xy', bytes)).json['id']);
  await send.untilState(id, 'failed');
  expect(bytesIn(config.folder)).toEqual({ 'big.xy': 'spool' });
  await send.put('xrd/S-1/big.xy', bytes);
  await send.untilState(id, 'findable');
});

it.each([
  ['is gone from the disk', (path: string) => rm(path)],
  ['is damaged on the disk', (path: string) => writeFile(path, large())],
])('a failed deposit whose file %s is healed by sending it again', async (_what, harm) => {
  const { send, config, zenodo } = await startWorld();
  zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
  const bytes = large();
  const id = String((await send.put('xrd/S-1/big.xy', bytes)).json['id']);
  await send.untilState(id, 'failed');
  const [name] = await spoolOf({ config });
  await harm(join(config.folder, 'spool', name!));
  expect(await send.put('xrd/S-1/big.xy', bytes)).toMatchObject({ status: 200, json: { id, duplicate: true } });
  await send.untilState(id, 'findable');
  await until(async () => (await spoolOf({ config })).length === 0, 'the spool is empty');
});

it.each([
  ['before the file was removed', false],
  ['between the file and its row', true],
])('a crash %s leaves nothing behind', async (_when, removed) => {
  const { send, config, gateway } = await startWorld({ deposits: { run: false } });
  await send.put('xrd/S-1/published.xy', large());
  await send.put('xrd/S-2/waiting.xy', large());
  await gateway.close();
  // As the transaction of the publishing leaves it.
  const database = new DatabaseSync(join(config.folder, 'gateway.db'));
  database.exec("UPDATE zenodo_inbox SET released_at = 1 WHERE file = 'published.xy'");
  const { spool } = database.prepare("SELECT spool FROM zenodo_inbox WHERE file = 'published.xy'").get() as { spool: string };
  database.close();
  if (removed) await rm(join(config.folder, 'spool', spool));
  const again = await startGateway(config);
  await until(() => bytesIn(config.folder)['published.xy'] === 'gone', 'the row names no file');
  await again.close();
  expect(bytesIn(config.folder)).toEqual({ 'published.xy': 'gone', 'waiting.xy': 'spool' });
  expect(await spoolOf({ config })).toHaveLength(1);
});
