import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startGateway } from '../src/index.ts';
import { contentId } from '../src/tables/inbox.ts';
import { gatewayMigrations } from '../src/tables/migrations.ts';
import { client } from './_util/client.ts';
import { quick, recipe, startWorld } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const published = (calls: readonly { path: string; status: number }[]): number =>
  calls.filter(({ path, status }) => path.endsWith('/actions/publish') && status === 202).length;

it('Q-03 a deposit that can never be done delays no other dataset, and no later file of its own', async () => {
  const { send, zenodo } = await startWorld({}, [recipe]);
  const refusal = {
    status: 400,
    body: { message: 'A validation error occurred.', errors: [{ field: 'metadata.title', messages: ['Too short.'] }] },
  };
  zenodo.faults.answer({ method: 'POST', path: '/api/records' }, refusal);
  const bad = String((await send.put('xrd/POISON/a.xy', 'x')).json['id']);
  await send.untilState(bad, 'failed');
  const others = await Promise.all(
    ['S-1/a.xy', 'S-2/a.xy', 'POISON/b.xy'].map(async (path) => String((await send.put(`xrd/${path}`, path)).json['id'])),
  );
  for (const id of others) await send.untilState(id, 'findable');
});

it('Q-05 names that only differ in where they are cut are different contents', () => {
  const sha256 = 'f'.repeat(64);
  const ids = [
    contentId({ route: 'ab', dataset: 'c', file: 'd', sha256 }),
    contentId({ route: 'a', dataset: 'bc', file: 'd', sha256 }),
    contentId({ route: 'a', dataset: 'b', file: 'cd', sha256 }),
    contentId({ route: 'a', dataset: 'b,1:c', file: 'd', sha256 }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it.each([
  ['create', { method: 'POST', path: '/api/records' }],
  ['commit', { method: 'POST', path: '*/commit' }],
  ['publish', { method: 'POST', path: '*/actions/publish' }],
])('Q-08 Zenodo does a %s and then answers 504: there is one record', async (_what, match) => {
  const { send, zenodo } = await startWorld({}, [recipe]);
  zenodo.faults.workThen(match, { status: 504 });
  await send.untilState(String((await send.put('xrd/S-1/a.xy', 'x')).json['id']), 'findable');
  expect(published(zenodo.calls)).toBeLessThanOrEqual(1);
  const { hits } = (await (
    await fetch(`${zenodo.url}/api/user/records?allversions=true`, { headers: { authorization: `Bearer ${zenodo.tokens.owner}` } })
  ).json()) as {
    hits: { total: number };
  };
  expect(hits.total).toBe(1);
});

it('Q-04 a hundred requests at once with one Idempotency-Key are one job, and all are told of it', async () => {
  const { send } = await startWorld({ deposits: { run: false }, limits: { maxUploads: 200 } }, [recipe]);
  const sent = Array.from({ length: 100 }, () => send.put('xrd/S-1/a.xy', 'the same bytes', { 'idempotency-key': 'run-7' }));
  const answers = await Promise.all(sent);
  expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(1);
  expect(answers.filter(({ status, json }) => status === 202 && json['duplicate'] === false)).toHaveLength(1);
  expect(answers.filter(({ status, json }) => status === 200 && json['duplicate'] === true)).toHaveLength(99);
});

it.each([
  ['empty', ''],
  ['blank', '   '],
  ['too long', 'a'.repeat(256)],
])('Q-05 an Idempotency-Key that is %s is refused and is nobody’s duplicate', async (_what, key) => {
  const { send } = await startWorld({ deposits: { run: false } }, [recipe]);
  const answers = [
    await send.put('xrd/S-1/a.xy', 'one', { 'idempotency-key': key }),
    await send.put('xrd/S-1/b.xy', 'two', { 'idempotency-key': key }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400]);
});

it('Q-06 a clock that is set back by an hour lets no event wait until it is that late again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(Date.now() + 3_600_000) });
  onTestFinished(() => void vi.useRealTimers());
  let failures = 1;
  const subscriber = await startSubscriber((response) => response.writeHead(failures-- > 0 ? 500 : 204).end());
  const { send, log } = await startWorld({
    subscribers: [{ ...subscriber.config, events: ['deposit.received'] }],
    deliveries: { delaysMs: [1_500, 60_000], pollMs: 50 },
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  await until(() => log.some((line) => 'attempt' in line), 'the first try');
  vi.useRealTimers();
  await until(() => subscriber.received.length === 2, 'the second try');
  expect(log).toContainEqual(expect.objectContaining({ kind: 'clock', level: 'warn' }));
});

/** How the latest change of the schema is undone; whoever adds one writes it here. */
const latest = {
  name: '064-attempt-retention',
  undo: 'DROP INDEX zenodo_attempt_forget; ALTER TABLE zenodo_attempt DROP COLUMN forget_at',
};

/** Makes the database what it was in the version before. */
function withoutLatest(folder: string): void {
  expect(gatewayMigrations.at(-1)?.name).toBe(latest.name);
  const database = new DatabaseSync(join(folder, 'gateway.db'));
  database.exec(`${latest.undo}; DELETE FROM zenodo_migration WHERE name = '${latest.name}'`);
  database.close();
}

it('Q-13 a gateway that is put in the place of the version before goes on with its work, and does none of it twice', async () => {
  const subscriber = await startSubscriber();
  const subscribers = [{ ...subscriber.config, events: ['deposit.received', 'deposit.published'] as const }];
  const before = await startWorld({ subscribers, deposits: { run: false } }, [recipe]);
  const ids = [];
  for (const n of [1, 2, 3]) ids.push(String((await before.send.put(`xrd/S-1/f${n}.xy`, `x${n}`)).json['id']));
  await until(() => subscriber.received.length === 3, 'the first events');
  await before.gateway.close();
  withoutLatest(before.config.folder);
  const after = await startGateway({ ...before.config, ...quick });
  onTestFinished(() => after.close());
  const send = client(after.url, before.send.token);
  for (const id of ids) await send.untilState(id, 'findable');
  expect((await send.put('xrd/S-1/f1.xy', 'x1')).json).toMatchObject({ id: ids[0], duplicate: true });
  expect(published(before.zenodo.calls)).toBe(3);
  await until(() => subscriber.types().filter((type) => type === 'deposit.published').length === 3, 'the last events');
  expect(new Set(subscriber.received.map(({ body }) => body.id)).size).toBe(6);
});

it('Q-13 a gateway that is older than the database does not start, and says why', async () => {
  const { gateway, config } = await startWorld({ deposits: { run: false } }, [recipe]);
  await gateway.close();
  const database = new DatabaseSync(join(config.folder, 'gateway.db'));
  database.exec(
    `INSERT INTO zenodo_migration SELECT owner, '999-of-a-newer-version', position + 1, applied_at FROM zenodo_migration WHERE name = '${gatewayMigrations.at(-1)?.name}'`,
  );
  database.close();
  await expect(startGateway(config)).rejects.toThrow('"999-of-a-newer-version" of gateway, which this version does not know');
});

it('Q-13 no change of the schema takes away or demands what a gateway of the version before, beside it, knows nothing of', () => {
  const adds = /^(CREATE TABLE|CREATE (UNIQUE )?INDEX|ALTER TABLE \S+ ADD COLUMN)\s/;
  for (const { name, statements } of gatewayMigrations)
    for (const sql of statements) {
      expect(sql.trim(), name).toMatch(adds);
      if (/ADD COLUMN.*NOT NULL/.test(sql)) expect(sql, name).toContain('DEFAULT');
    }
});

it('Q-11 a 200 with the text of an error is a success, and an answer that never comes is a failure that says so', async () => {
  const cheerful = await startSubscriber((response) => response.writeHead(200).end('{"error":"Internal Server Error"}'));
  const silent = await startSubscriber(() => undefined);
  const events = ['deposit.received'] as const;
  const { send, log } = await startWorld({
    subscribers: [
      { ...cheerful.config, name: 'cheerful', events },
      { ...silent.config, name: 'silent', events },
    ],
    deliveries: { timeoutMs: 2_000, delaysMs: [60_000], pollMs: 20 },
    deposits: { run: false },
  });
  await send.put('xrd/S-1/a.xy', 'x');
  const resultOf = (name: string) =>
    log.map((line) => line as Record<string, unknown>).find(({ subscriber }) => subscriber === name)?.['result'];
  await until(() => resultOf('cheerful') !== undefined && resultOf('silent') !== undefined, 'both were tried');
  expect([resultOf('cheerful'), resultOf('silent')]).toEqual(['answered 200', 'gave no whole answer within 2 s']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(cheerful.received).toHaveLength(1);
});

it('Q-12 a hundred dead subscribers are asked a few times each, and neither the living one nor an instrument waits for them', async () => {
  const events = ['deposit.received'] as const;
  const dead = await startSubscriber((response) => response.writeHead(500).end());
  const alive = await startSubscriber();
  const many = Array.from({ length: 100 }, (_, n) => ({ ...dead.config, name: `dead-${n}`, events }));
  const { send } = await startWorld({
    subscribers: [...many, { ...alive.config, name: 'alive', events }],
    deliveries: { delaysMs: Array.from({ length: 50 }, () => 20), pollMs: 50, breakAfter: 3, restsMs: [60_000] },
    deposits: { run: false },
  });
  for (let n = 0; n < 10; n += 1) expect((await send.put(`xrd/S-${n}/a.xy`, `x${n}`)).status).toBe(202);
  await until(() => alive.received.length === 10, 'the living one has all');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const before = dead.received.length;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // All rest by now: ten events for each would be fifty tries each otherwise. Up to four go at once before the first answer.
  expect(before).toBeLessThanOrEqual(100 * 8);
  expect(dead.received.length - before).toBeLessThanOrEqual(20);
});
