import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { createSqliteStore, type Store } from '@zenodo-connect/nestjs';
import { expect, it, onTestFinished } from 'vitest';
import { apiOf } from './_util/api.ts';
import { recipe, startWorld } from './_util/gateway.ts';
import { secret, startSubscriber, until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

/** Threads of this process that deposit and were started since. */
function depositThreads(): Worker[] {
  const started: Worker[] = [];
  const listen = (worker: Worker) => worker.threadName === 'zenodo-deposits' && started.push(worker);
  process.on('worker', listen);
  onTestFinished(() => void process.off('worker', listen));
  return started;
}

it('a thread that deposits and dies in mid-upload is started again, says so in the log, and one record comes of it', async () => {
  const started = depositThreads();
  const { zenodo, send, log } = await startWorld();
  zenodo.faults.delay({ method: 'PUT', path: '*/content' }, { ms: 1_500 });
  const { json } = await send.put('xrd/S-1/scan.xy', '5.0 12\n');
  const drafts = () => zenodo.calls.filter(({ method, path }) => method === 'POST' && path === '/api/records');
  await until(() => drafts().length > 0, 'the draft is there');
  await started[0]!.terminate();
  await send.untilState(String(json['id']), 'published', 'findable');
  expect(started).toHaveLength(2);
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: 'The thread that deposits ended by itself. It is started again in 1 s; its deposits go on where they were.',
    }),
  );
  expect(drafts()).toHaveLength(1);
});

it('steps of the thread are counted in /metrics and stand in the log', async () => {
  const { send, log } = await startWorld();
  const { json } = await send.put('xrd/S-1/scan.xy', '5.0 12\n');
  await send.untilState(String(json['id']), 'published', 'findable');
  expect((await send.get('/metrics')).text).toMatch(/^gateway_deposit_steps_total\{step="published"\} 1$/m);
  expect(log).toContainEqual(expect.objectContaining({ kind: 'deposit', job: json['id'], step: 'published' }));
});

it('the thread hears of a subscription that the API adds, and of recipes that were changed', async () => {
  const world = await startWorld({ recipesPollMs: 50 });
  const { call } = await apiOf(world, 'admin');
  const [told, silent] = [await startSubscriber(), await startSubscriber()];
  for (const [name, { config }] of Object.entries({ told, silent }))
    await call('POST', '/subscriptions', { name, url: config.url, secrets: [secret], allow_private: true });
  const notify = `${recipe}notify: [{ to: told, on: [deposit.published] }]\n`;
  await writeFile(join(world.folder, 'routes', 'r0.yaml'), notify);
  await until(async () => world.log.some((line) => 'kind' in line && line.kind === 'recipes'), 'the recipes are read again');
  const { json } = await world.send.put('xrd/S-1/scan.xy', '5.0 12\n');
  await world.send.untilState(String(json['id']), 'published', 'findable');
  await until(async () => told.received.length > 0, 'the event arrives');
  expect(silent.received).toHaveLength(0);
});

it('a store that was given, and that threads cannot share, is deposited from all the same', async () => {
  const started = depositThreads();
  const own = withoutShare(await createSqliteStore({ path: join(await tempFolder(), 'gateway.db') }));
  onTestFinished(() => own.close());
  const { send } = await startWorld({ store: own });
  const { json } = await send.put('xrd/S-1/scan.xy', '5.0 12\n');
  await send.untilState(String(json['id']), 'published', 'findable');
  expect(started).toHaveLength(0);
});

const withoutShare = (store: Store): Store => ({
  table: (name) => store.table(name),
  write: (statements) => store.write(statements),
  query: (sql, params) => store.query(sql, params),
  claim: (request) => store.claim(request),
  migrate: (owner, migrations) => store.migrate(owner, migrations),
  close: () => store.close(),
});
